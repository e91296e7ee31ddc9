"""Values that a council sets for its municipality, fees above all, as a table.

A value is an entry of `parameters`, from a day, by an act; entries are only added. Files say which parameters
councils may set. To change what a table may hold: `table.py` (decision 162).
`tests/engine/test_value_table.py`, `tests/web/test_values_table.py`.
"""
