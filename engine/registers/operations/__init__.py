"""What service tasks may do with registers."""
