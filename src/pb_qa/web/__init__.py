"""The page in the browser: renders what the assistant returns and stores nothing itself."""
