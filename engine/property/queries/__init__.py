"""What pages show of municipal property."""
