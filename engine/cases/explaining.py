"""Explanations of decisions: why one of a case said what it said, found out when somebody asks.

The step keeps what the decision read; from that, the files of the service's version and the law as it was
known then, the same explanation follows whenever it is read. It refuses to know who reads it.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from engine.catalogue.cache import Cache
from engine.catalogue.published import Published
from engine.clock import ZONE, local_date
from engine.db.pool import Transaction
from engine.decisions import DecisionError, Decisions
from engine.decisions.explain import RUNS, VERSION, Question, explain_in_languages
from engine.errors import Broken
from engine.lawbook import LawOfDay
from engine.scope import FUNCTIONS, World
from engine.stores.cases import CaseRow
from engine.texts import LANGUAGES
from feel import FeelError

log = logging.getLogger(__name__)
MOST_KEPT = 512
_explained: Cache[bytes, Explained | None] = Cache(MOST_KEPT)


@dataclass(frozen=True)
class Explained:
    """An explanation by language; `otherwise` is the nearest change that would have given another answer."""

    sentences: Mapping[str, tuple[str, ...]]
    otherwise: Mapping[str, str] | None


def grounds(world: World, decision_id: str, scope: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a decision has read, as it is kept with its answer: enough to explain it later."""
    decisions, name = world.published.decision(decision_id)
    seen = {**scope, **world.reserved()}
    read = read_by(decisions, name)
    kept = {"facts": seen if read is None else {fact: seen[fact] for fact in read if fact in seen}}
    # Parameters are only ever added, with the instant at which they were; settlements are corrected in place.
    settlements = world.settlements_asked()
    now = world.now.isoformat()
    return {**kept, "explained": VERSION, "now": now} | ({"settlements": settlements} if settlements else {})


def explained(
    tx: Transaction, row: CaseRow, version: Published, *, body: Mapping[str, Any], at: datetime, link: bytes
) -> Explained | None:
    """Explain a decision by the body of its event and the instant of that; `link` names the event.

    None where what was kept does not give the same answer any more: nothing is said then, not something else.
    """
    if "why" in body:  # as steps of earlier releases kept it
        return _told(body["why"]["sentences"], body["why"]["otherwise"])
    return _explained.get(link, lambda: _explain(tx, row, version, body=body, at=at))


def _explain(
    tx: Transaction, row: CaseRow, version: Published, *, body: Mapping[str, Any], at: datetime
) -> Explained | None:
    if body["explained"] not in RUNS:
        return None
    decisions, name = version.decision(body["decision"])
    now = datetime.fromisoformat(body["now"]).astimezone(ZONE)
    law = LawThen(
        tx, row.municipality_id, local_date(row.filed_at), instant=at, settlements=body.get("settlements", {})
    )
    labels = {language: version.labels(body["decision"], language) for language in LANGUAGES}
    try:
        with law.current():
            said = explain_in_languages(Question(decisions, name, body["facts"], FUNCTIONS, now), labels)
    except (DecisionError, FeelError, Broken) as error:
        log.error("a decision of case %s can't be explained: %s", row.id, type(error).__name__)
        return None
    if any(explanation.value != body["result"] for explanation in said.values()):
        log.error("a decision of case %s says something else now", row.id)
        return None
    return _told(
        {language: explanation.sentences for language, explanation in said.items()},
        {language: explanation.otherwise for language, explanation in said.items()},
    )


def _told(sentences: Mapping[str, Any], otherwise: Mapping[str, str | None]) -> Explained:
    found = {language: text for language, text in otherwise.items() if text}
    return Explained(
        {language: tuple(sentences[language]) for language in LANGUAGES},
        found if len(found) == len(LANGUAGES) else None,
    )


def read_by(decisions: Decisions, name: str) -> tuple[str, ...] | None:
    """Return the names of the context that a decision reads; None if it may be any of them."""

    def find() -> tuple[str, ...] | None:
        if any(node.origin for node in decisions.source.nodes.values()):
            return None  # what an imported model reads lies under the import's name, or not
        return tuple(sorted({path[0] for path in decisions.reads(name, functions=FUNCTIONS)}))

    return decisions.once(("read", name, FUNCTIONS.signature), find)


@dataclass(kw_only=True)
class LawThen(LawOfDay):
    """The law of a case as it was known at an instant."""

    instant: datetime
    settlements: Mapping[str, dict[str, Any] | None]

    def settlement(self, code: str | None) -> dict[str, Any] | None:
        return self.settlements[code] if code and code in self.settlements else super().settlement(code)

    def _row(self, name: str) -> Any:
        return self._place.parameter_as_known(name, on=self.day, at=self.instant)
