"""Queries: what pages show, one module per subject, each filling the views of `views`.

A query sees what row-level security shows its actor. Reading a person's case is itself recorded.

To change what a page shows: a view in `engine/queries/views.py` or one of the `*_views.py` beside it, the
query that fills it, the template in `web/templates/`.
"""
