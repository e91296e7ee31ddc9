"""What pages show of payments."""
