"""Handlers of payments and of the bank details that whoever pays is told."""
