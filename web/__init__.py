"""The web application for citizens and clerks.

It turns requests into commands and views into pages. It knows no SQL and no workflow engine,
and decides nothing about a case: every rule is the engine's, shown here in words.
"""
