"""Zones of a municipality's plan as a GeoJSON file brings them: read, measured, and what is wrong with them.

Knows neither SQL nor pages. How a plot is looked up in zones: `engine/plans.py`.

To change what a zone says: `PROPERTIES` in `reading.py`, `LIMITS` in `engine/operations/zoning.py`, the words
`zone_plan.property.<name>`. To find something else wrong: `reading.py`, `geometry.py` (borders), the
words `errors.zone_plan.<code>`. `tests/engine/test_zone_reading.py` (decision 147).
"""
