"""Cash at community centres: receipts, days counted and confirmed, deposits at the treasury.

To change which step with cash needs a second person, or what `mms reconcile` checks of cash:
`engine/cash/handlers/receipts.py`, `days.py`; the rules of `mms reconcile`:
`engine/cash/queries/invariants.py`. Which centre takes cash is entered by a municipality's administrator
(decision 96).

To add a limit of cash, such as the largest receipt: a parameter in `bpmn/parameters/general.json`, read by
`reference.number_of_the_country` (a municipality's own: `reference.parameter`) in
`engine/cash/handlers/receipts.py`, which raises a `Rejected`; its words in
`engine/texts/<language>/errors.json`. To say it beforehand: `engine/cash/queries/desk.py`,
`web/templates/center/cash.html`. `tests/cash/test_receipts.py`.
"""
