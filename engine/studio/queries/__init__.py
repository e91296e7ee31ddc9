"""What pages show of the studio."""
