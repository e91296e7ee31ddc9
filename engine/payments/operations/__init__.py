"""What service tasks may do with payments."""
