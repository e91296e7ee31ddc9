"""Queries of programmes: what pages show of them."""
