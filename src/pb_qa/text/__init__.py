"""Pure functions over text: search form, numerals, sentences."""
