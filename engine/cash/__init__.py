"""Cash at community centres: receipts, days counted and confirmed, deposits at the treasury.

To change what of cash at centres needs a second person, and its invariants:
`engine/cash/handlers/receipts.py`, `days.py`; the rules of `mms reconcile`:
`engine/cash/queries/invariants.py`. Which centre takes cash is entered by a municipality's administrator
(decision 96).
"""
