"""Drafts of services beside their rows: what may be in one, a copy as a new service, how the gate judges it.

Refuses to know SQL, pages and people.
"""
