"""Life of a case: how it begins, what its steps wait for, who finishes them, their incidents.

`engine/steps.py` moves it.

To change who is kept from a step of their office: `engine/cases/conflicts_of_interest.py`, for commands,
lists and pages alike (decision 92, 93); who takes part in a case no more: `engine/handlers/recusal.py`.
`tests/engine/test_second_person.py`, `test_recusal.py`.

To change who may look into a case: `engine/cases/sight.py`, for pages, files, packages, messages, lists alike
(decision 104). `tests/engine/test_sight.py`.
"""
