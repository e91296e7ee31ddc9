"""Announcements: what offices announce, how people answer, and what came of it.

To change kinds of announcements, and how each is answered: `engine/announcements/rules.py`, the checks of
`announcements.kind` and `responses.kind`, words in `web/texts/<language>/announcements.json` (decision 76).
"""
