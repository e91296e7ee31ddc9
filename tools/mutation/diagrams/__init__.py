"""Mutants of diagrams: operators by what they change, each applied wherever it has something to change.

Works on the XML alone. Refuses to know services and what validation will say.
"""
