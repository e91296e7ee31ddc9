"""The rules, beside rows and people of community centres."""
