"""One function per command. A handler refuses or records; it never commits and never calls another.

To change what supervisors may do about incidents: a new command in `engine/commands/supervision.py`, its
handler in `engine/handlers/incidents.py` (which asks `_open` first), an event `incident.…` with its words, a
button in `web/inbox/incidents.py` and `templates/inbox/incidents.html`, for one and for many;
`docs/operations.md`.
"""
