"""The commands of community centres."""
