"""What service tasks may do with municipal property."""
