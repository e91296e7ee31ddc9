"""Registers beside their entries: the states of these, whom a batch takes from one, codes of certificates."""
