"""From passages to an answer in the documents' own words, checked before it is shown."""
