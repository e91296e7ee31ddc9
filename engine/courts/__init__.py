"""Courts in which acts of municipalities are contested, as a table of the whole country.

A court is what the papers of its municipalities name: the setting `court` of each (`municipality_settings`),
from a day, by an act. Files only begin with it. To change what a table may hold: `table.py`
(decision 148). `tests/engine/test_court_table.py`, `tests/web/test_courts_table.py`.
"""
