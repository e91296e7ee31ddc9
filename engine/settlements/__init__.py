"""High-mountain settlements by an act: a table that one administrator of the country proposes and another
approves.

Files only begin with settlements; one that an act has entered or changed no file takes back. Who loses the
status with a settlement that is listed no more: `engine/registers/handlers/delisted_settlements.py`.

To change what a table may hold: `table.py`; what comes of it: `plan.py` (decision 145).
`tests/engine/test_settlement_lists.py`, `tests/web/test_settlement_lists.py`.
"""
