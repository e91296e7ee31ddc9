"""Feedback: what people say of a service once their case has ended."""
