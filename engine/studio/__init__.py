"""Service drafts beside their rows: what may be in one, a copy as a new service, its validation.

Refuses to know SQL, pages and people.
"""
