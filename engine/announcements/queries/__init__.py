"""Queries of announcements: what pages show of them."""
