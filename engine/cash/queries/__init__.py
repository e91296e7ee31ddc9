"""What pages show of cash."""
