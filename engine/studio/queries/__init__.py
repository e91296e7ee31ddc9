"""Queries of the studio: what pages show of it."""
