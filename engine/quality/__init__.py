"""Quality review: decisions that tables made, and samples of decisions that a head checks against a list.

A sample is drawn by chance from the decisions of a service in a period: all of them, those of tables or of
people, those on one ground, those of one clerk. The seed is kept, so that the draw can be repeated. Each
decision drawn is checked once, by somebody who did no step of the case; result and remedy stay on record. It
refuses to know what a service decides, and changes no case: a remedy is a proceeding of its own.

To add a question of the list: `ITEMS` of `rules.py` and its words `quality.item.<name>`; a remedy:
`REMEDIES`, the check of `quality_checks`, words `quality.remedy.<name>`. `tests/quality`.
"""
