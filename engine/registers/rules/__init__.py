"""The rules, beside rows and people of registers."""
