"""Cash at community centres: receipts, days counted and confirmed, deposits at the treasury.

To change which step with cash needs a second person, or what `mms reconcile` checks of cash:
`engine/cash/handlers/receipts.py`, `days.py`; the rules of `mms reconcile`:
`engine/cash/queries/invariants.py`. Which centre takes cash is entered by a municipality's administrator
(decision 96).

To add or change a limit of cash (there is none yet), such as the
largest receipt or what a centre may hold: a parameter in `bpmn/parameters/general.json`, its name in
`engine/own_parameters.py`, read by `reference.number_of_the_country` (a municipality's own:
`reference.parameter` in `engine/stores/reference.py`) by `receive_cash` in
`engine/cash/handlers/receipts.py`, which raises a `Rejected` as `_refuse_day` does; its words in
`engine/texts/<language>/errors.json`. What a centre holds is summed in `engine/cash/store.py`. To say it
beforehand: `engine/cash/queries/desk.py`, `web/templates/center/cash.html`. `tests/cash/test_receipts.py`.
"""
