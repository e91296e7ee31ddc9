"""Policies of expiry: what the law makes of a term that ran out; the one list of them.

Whoever adds one adds a line here. `tests/structure/test_expiry.py` then names what else has to know it: the
schema of services, the table of clocks, and the words of each kind. Refuses to know how people are told.

To change what silence means when a term runs out: `engine/terms/expiry.py`; then
`bpmn/schemas/service.schema.json`, a migration for the check of `clocks.on_expiry`, words in
`engine/texts/<language>/events.json` and `web/texts/<language>/cases.json`, the letter
`engine/notifications/templates/term_expired.*`, the sentence in `docs/diagrams.md`; if it does what no other
does, `expire` in `engine/operations/clockwork.py` with a case in `tests/engine/test_clocks.py`.
`tests/structure/test_expiry.py`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True)
class ExpiryPolicy:
    """A word of `on_expiry` in service.json, and what follows from it.

    What is `deemed` to have happened is recorded with the clock and told to the applicant; where nothing is,
    those who hear of lateness are told. What `is_refusal` can be contested at once.
    """

    code: str
    deemed: str | None
    is_refusal: bool


EXPIRY_POLICIES: Final[Mapping[str, ExpiryPolicy]] = {
    policy.code: policy
    for policy in (
        # General Administrative Code art. 177(2).
        ExpiryPolicy("refusal_by_silence", deemed="refusal_by_silence", is_refusal=True),
        # Only where a special law says so.
        ExpiryPolicy("consent_by_silence", deemed="consent_by_silence", is_refusal=False),
        ExpiryPolicy("escalate", deemed=None, is_refusal=False),
    )
}
