"""The handlers of commands of registers."""
