"""The handlers of commands of municipal property."""
