"""What workers do with the studio."""
