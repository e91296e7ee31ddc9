"""What pages show of programmes."""
