"""Readiness of a municipality to offer a module: what is there of what it needs, and what is missing.

What services need is derived from them (`engine/catalogue/needs.py`), what a municipality has is counted
(`facts.py`). Something required that is missing leaves an application without an answer, or a case without
anybody to work on it; the rest makes papers poorer or work slower (decision 143).

To change what is looked at: a point in `rules.py`, its words in `engine/texts/<language>/readiness.json`
(`there` and `missing`), where it is entered in `MENDED`. `tests/offices/test_readiness.py`.
"""
