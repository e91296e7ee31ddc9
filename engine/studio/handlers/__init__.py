"""The handlers of commands of the studio."""
