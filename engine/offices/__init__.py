"""Offices: who may give them, to whom, for which days.

To change who holds an office, and the units of a municipality: no code: its administrator in the browser
(`web/admin/staff.py`, `units.py`), the first one by `mms office give` (docs/operations.md); who may give what
says `engine/handlers/offices.py`.
"""
