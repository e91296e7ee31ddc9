"""What pages show of community centres."""
