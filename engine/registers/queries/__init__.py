"""What pages show of registers."""
