"""Absences of officials: who is away, who stands in for them, and what becomes of their work.

An official enters it, somebody above approves it by an act (`rules.may_decide`). From the first day the
substitute (deputy) holds the offices that they lack themselves (`substitution.py`: grants with `is_acting`),
and has the steps that the official had in hand (`handover.py`); on the day the official is back, both end.
Why somebody is away is not asked. Refuses to know how steps are done, and who gives other offices
(`engine/offices`).

To change who approves whose absence: `rules.may_decide`. `tests/absences`.
"""
