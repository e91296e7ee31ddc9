"""A simulator of the state registers that municipalities consult.

It answers over HTTP as another body's system would, can be told to fail, and knows nothing of
the platform: the platform meets it only through the published description, `openapi.json`.
"""
