"""Backup and restore: the database by PostgreSQL's own programs, the files by their digests.

Responsible for a directory from which an installation can be brought back to any instant since
its oldest base backup, and for proving that what was brought back stands and runs on. Refuses to know
what the records mean: that is judged by `engine.reconcile` and the steps of the engine itself.
"""
