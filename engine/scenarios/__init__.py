"""Scenarios: a service run step by step on a real database, and compared with what it should do."""
