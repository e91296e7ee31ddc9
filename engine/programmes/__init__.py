"""Social and health programmes of a year: drafted in pages, adopted by the council, amended, closed.

What is adopted becomes sub-programmes in force (`programmes`), by which people apply. What a sub-programme
may say is `bpmn/schemas/programmes.schema.json`; who acts when is drawn in `bpmn/social/programme`.

To add something that a sub-programme says: the schema, `rules/entries.py`, its field in
`web/templates/inbox/sub_programme.html` and `web/inbox/sub_programme_form.py`, words
`programme.field.<name>`; a new value of a list alone: the schema and its words `programme.<list>.<value>`.
`tests/programmes`.
"""
