"""Offices: who may give them, to whom, for which days."""
