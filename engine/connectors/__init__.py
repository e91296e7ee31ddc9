"""Connections to other bodies' systems, one module each.

A connector asks once and says how it ended; when and how often to ask again is the job's
decision, what the answer means for a case is the diagram's.
"""
