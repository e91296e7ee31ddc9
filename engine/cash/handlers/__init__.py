"""The handlers of commands of cash."""
