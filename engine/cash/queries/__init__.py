"""Queries of cash: what pages show of it."""
