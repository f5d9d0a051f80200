"""Answers in a language model's words, shown only where the sources bear them out."""
