"""Queries of community centres: what pages show of them."""
