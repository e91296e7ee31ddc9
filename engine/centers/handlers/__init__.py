"""The handlers of commands of community centres."""
