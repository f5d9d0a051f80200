"""Whether the cited passages bear out what a language model wrote, sentence by sentence."""
