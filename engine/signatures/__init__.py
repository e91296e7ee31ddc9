"""Signing in the engine: who signs a step, what is signed, and what a file's signatures are worth here."""
