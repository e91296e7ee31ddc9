"""Community centres: hours, appointments, the queue, visits, presences at the desk, the service directory.

To change what an operator of a community centre may do for somebody at the desk: `at_desk=True` in the
command's route; what they see: the policies `at_desk` and `my_visitor()` of the database; how a presence
begins and ends: `engine/centers/handlers/presences.py`, `engine/representation/presence.py`, `web/center/`
(decision 72).

To change when a centre takes people, and who keeps that: no code: its head or the national administrator
enters it (`web/center/hours.py`); the rules: `engine/centers/rules/appointments.py`,
`engine/centers/handlers/center_hours.py` (decision 81).

To change where a centre is, its phone, when it is open, what it is called: no code: the national
administrator enters it, from a day, by an act (`web/admin/centers_table.py`); what a table of centres may
hold: `engine/centers/rules/center_table.py` (decision 147). What an installation begins with:
`bpmn/centers.json`.

To change the directory of services of community centres: no code: the national administrator enters it in
the browser (`web/center/directory_entries.py`), or by tables (`web/admin/directory_table.py`,
`partner_table.py`, decision 162).
What an installation begins with: `bpmn/directory.json`. What may be known of a service: `CELLS` of
`engine/centers/rules/directory.py`, words in `web/texts/<language>/center.json`.
"""
