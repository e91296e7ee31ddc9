"""Reports of an office: what was filed and decided, how long steps take, where cases wait, what will be late.

All numbers are counted by the database, under the row policies of whoever asks. Days are working days of the
municipality: each day carries its running number among them, so the days between two dates are a
subtraction (`scope.py`). A number and the list of its cases have the same conditions
(`engine/queries/case_conditions.py`). Refuses to know how a report is drawn.

To add a figure or a chart to the reports of an office: a statement in the module of its subject on
`scope.CASES`, a field of `dashboard.Dashboard`, its panel in `web/inbox/report_charts.py` or
`report_tables.py`, a link to its cases by `CaseFilter`.
"""
