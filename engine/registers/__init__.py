"""Registers beside their entries: the states of these, whom a run takes from one, codes of certificates."""
