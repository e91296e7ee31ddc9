"""What workers do with registers."""
