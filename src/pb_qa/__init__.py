"""Ask a folder of Chinese policy documents; every word of the answer can be checked."""
