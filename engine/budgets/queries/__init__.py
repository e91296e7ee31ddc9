"""Queries of budgets: what pages show of them."""
