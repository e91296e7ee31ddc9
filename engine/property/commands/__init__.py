"""The commands of municipal property."""
