"""The statements that record and find what handlers need of registers."""
