"""The rules, by subject: each is a function from what is measured to its violations."""
