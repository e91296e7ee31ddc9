"""Queries of payments: what pages show of them."""
