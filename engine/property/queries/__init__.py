"""Queries of municipal property: what pages show of it."""
