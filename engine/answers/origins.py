"""Known answers: what is known of a person before they fill in a form, by source, and what they dispute.

Nobody outside is asked: the civil registry has spoken in an earlier case of the person, whose ground and
purpose were stated then. Where a value came from is kept with the submission, so that the office sees both.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from engine import canonical
from engine.catalogue.published import Published
from engine.clock import local_date
from engine.db.pool import Transaction
from engine.stores import origins as store
from forms import Form, Origin, disputes_in, origins

STILL_TOLD = timedelta(days=365)  # what the registry said earlier is not proposed any more


def known_of(tx: Transaction, person: Any, service: str, *, reached_at: Any) -> dict[str, Any]:
    """Return what is known of the applicant, by source, and where the one who writes is reached."""
    found: dict[str, Any] = {
        "account": {"phone": reached_at.phone, "email": reached_at.email},
        "earlier": {},
        "civil_registry": {},
    }
    earlier = store.earlier(tx, person.id, service)
    if earlier is not None:
        answers = canonical.loads(bytes(earlier.answers))
        filed_on = local_date(earlier.filed_at).isoformat()
        found["earlier"] = {**answers, "as_of": filed_on, "number": earlier.number}
    registry = store.registry(tx, person.id)
    if registry is not None:
        checked_at = datetime.fromisoformat(registry.facts["checked_at"])
        if checked_at > tx.now - STILL_TOLD:
            as_of = local_date(checked_at).isoformat()
            found["civil_registry"] = {**registry.facts, "as_of": as_of, "number": registry.number}
    return found


def reads_known(version: Published, language: str) -> bool:
    """Say whether the form of an application asks what is known; most don't."""
    return "known" in version.start_form(language).names


def provenance(
    form: Form, context: Mapping[str, Any], raw: Mapping[str, Any], answers: Mapping[str, Any]
) -> dict[str, Any] | None:
    """Return where the answers came from: each known value, and what the person says about it."""
    comments = disputes_in(raw)
    found = {
        origin.path: _kept(origin, comments.get(origin.path))
        for origin in origins(form, context=context)
        if origin.path in comments or value_at(answers, origin.path) is not None
    }
    return found or None


def value_at(answers: Mapping[str, Any], path: str) -> Any:
    """Return the answer at a path of groups."""
    found: Any = answers
    for step in path.split("."):
        found = found.get(step) if isinstance(found, Mapping) else None
    return found


def _kept(origin: Origin, comment: str | None) -> dict[str, Any]:
    return {
        "source": origin.source,
        "value": origin.value,
        "as_of": origin.as_of,
        "number": origin.number,
        "comment": comment,
    }
