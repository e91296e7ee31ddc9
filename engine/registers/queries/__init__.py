"""Queries of registers: what pages show of them."""
