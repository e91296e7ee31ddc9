"""The web application for citizens and clerks.

It turns requests into commands and views into pages. It knows no SQL and no workflow engine,
and decides nothing about a case: every rule is the engine's, shown here in words.

To add a page (of the citizens' portal, of the workplace of staff): a function in `web/<area>/` (a new file is
named in its `__init__`), above it who may open it (`web/access.py`: `public`, `citizen`, `staff`, or
`right(…)` for those who hold a right); where it has no address of the API, why (`web/without_api.py`); what
it shows (`engine/queries/__init__.py`); its template in `web/templates/<area>/`, words in
`web/texts/<language>/`, a link on the page it belongs to, in `templates/layout.html` or, for staff, in
`SECTIONS` of `web/workplace.py`; its line in `tests/web/access/table.toml`; a stop of the tour in
`tests/e2e/tour/`. `tests/web/test_access.py`, `tests/e2e/test_every_page.py`.

To change who is let in to an address, a command or a job: beside its own place its line in
`tests/web/access/table.toml` or, for an address of the API, `api.toml`; `tests/web/access` tries everybody.
"""
