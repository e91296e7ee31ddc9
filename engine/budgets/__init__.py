"""Budgets: the lines of a municipality, and what cases ask, reserve and spend of them."""
