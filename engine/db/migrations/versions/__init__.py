"""Revisions of the schema, numbered in the order of their application."""
