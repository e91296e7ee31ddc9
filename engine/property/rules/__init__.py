"""The rules, beside rows and people of municipal property."""
