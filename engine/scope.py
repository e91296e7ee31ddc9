"""The scope of expressions: what one of a case sees, and what a moving case may ask of the world.

The scope is the case document plus `case`, `applicant` and `municipality`, which are read from
the case's row at the moment of evaluation and never stored in the document. Host functions give
parameters, terms, settlements and sub-programmes as they were valid on the filing date (the law in force when
the application was filed applies). Refuses to know how a case moves.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import cached_property, lru_cache
from typing import Any, Final

from engine.catalogue.published import Published, published
from engine.clock import ZONE, local_date
from engine.db.pool import Transaction
from engine.decisions import DecisionError
from engine.documents.filled import Rendered
from engine.documents.template import Template, compile_template
from engine.errors import Broken
from engine.formats import full_name, show_date, show_money
from engine.lawbook import Lawbook, Memory, current_lawbook
from engine.own_parameters import OwnParameter
from engine.stores import links
from engine.stores.cases import CaseRow
from engine.terms import Calendar, ClockEnd
from engine.texts import in_each_language
from feel import Expression, FeelError, Functions, Host, SharedBudget, compile_expression, to_json
from feel.values import TEMPORAL_TYPES, Value

# What all expressions, tables and letters of one step may take together: some seconds, well within what the
# database waits for a transaction. Each has a limit of its own, but a step may pass thousands of them.
STEP_BUDGET: Final = 3_000_000
MOST_MONEY: Final = Decimal(10) ** 24  # tetri; no amount, only what a slip of the pen comes to
# The names an expression sees beside the document.
RESERVED = ("case", "applicant", "municipality")
REMINDERS = (OwnParameter.FIRST_REMINDER, OwnParameter.LAST_REMINDER)


class StepTooLong(Broken):
    """The expressions, tables and letters of one step take longer together than a step may."""

    code = "run.too_long"


@dataclass
class World(Lawbook):
    """One case's surroundings in one transaction."""

    tx: Transaction
    case: CaseRow
    published: Published
    legal_instant: datetime | None = None  # of a step by a timer: when it was due
    changes: dict[str, Any] = field(default_factory=dict)  # what this step has changed in the case's row
    counted_with: Any = None  # the state of the reference data that deadlines were counted with
    steps: SharedBudget = field(default_factory=lambda: SharedBudget(STEP_BUDGET))
    _memory: Memory = field(default_factory=dict)

    @property
    def filed_on(self) -> date:
        return local_date(self.case.filed_at)

    @property
    def moment(self) -> datetime:
        """The instant that the dates of this step are counted from: the legal one, else the present."""
        return self.legal_instant or self.tx.now

    @property
    def now(self) -> datetime:
        """The moment as people in Georgia read it: the day of an expression is their day."""
        return self.moment.astimezone(ZONE)

    @property
    def today(self) -> date:
        return local_date(self.moment)

    @property
    def pause_day(self) -> date:
        """The day on which a pause begins or ends; the last instant of a day belongs to the next one."""
        return local_date(self.moment + timedelta(microseconds=1))

    @property
    def calendar(self) -> Calendar:
        """The calendar to count with; whoever records the step says with which one it was."""
        place = self._place
        self.counted_with = place.state
        return place.calendar

    @property
    def reminder_shares(self) -> tuple[int, ...]:
        """The shares of a term, in percent, at which the office is reminded of it."""
        return tuple(sorted(self._place.numbers(REMINDERS, on=self.filed_on)))

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages in which the municipality writes today."""
        return self._place.languages(self.today)

    def reserved(self) -> dict[str, Any]:
        """Return the names that are not part of the document."""
        case, still = self.case, self._still
        return {
            **still,
            "case": {
                **still["case"],
                "due_on": _day(self.changes.get("due_at", case.due_at)),
                "status": self.changes.get("status", case.status),
                "reason": self.changes.get("reason", case.reason),
                "order_number": self.changes.get("order_number", case.order_number),
                "decided_on": _day(self.changes.get("decided_on", case.decided_on)),
            },
        }

    @cached_property
    def _still(self) -> dict[str, Any]:
        """The reserved names that no step changes; a step evaluates ten expressions over them."""
        case = self.case
        return {
            "case": {
                "number": case.number,
                "service": case.service_code,
                "service_name": dict(self.published.names),
                "filed_on": self.filed_on.isoformat(),
                "language": case.language,
                "channel": case.channel,
                "representative": _shown(case.representative),
                "about": self._about(),
            },
            "applicant": {
                "personal_number": case.personal_number,
                "given_name": case.given_name,
                "family_name": case.family_name,
                "name": full_name(case),
                "email": case.email,
                "phone": case.phone,
            },
            "municipality": {
                "code": case.municipality_code,
                **in_each_language("name", case.municipality_names),
                **self._letterhead(),
            },
        }

    def _about(self) -> dict[str, Any] | None:
        """Return the case that the application names, with its act, or null where it names none."""
        row = links.named(self.tx, self.case.id) if self.published.settings.get("about") else None
        if row is None:
            return None
        return {
            "number": row.number,
            "order_number": row.order_number,
            "decided_on": _day(row.decided_on),
            "service_name": dict(published(self.tx, row.version_id).names),
        }

    def evaluate(self, expression: str, scope: Mapping[str, Any]) -> Any:
        """Evaluate FEEL text over the scope and the reserved names."""
        with self._evaluating():
            seen = {**scope, **self.reserved()}
            return self.steps.evaluate(compiled(expression), seen, now=self.now)

    def decide(self, decision_id: str, scope: Mapping[str, Any]) -> Any:
        """Evaluate a decision of the service; return JSON with the rules that matched beside it."""
        decisions, name = self.published.decision(decision_id)
        with self._evaluating():
            seen = {**scope, **self.reserved()}
            return decisions.evaluate(name, seen, functions=FUNCTIONS, now=self.now, within=self.steps)

    def fill(
        self, name: str, template: bytes, more: Mapping[str, Any], *, element: str | None = None
    ) -> Rendered:
        """Fill a letter's or document's template over the case as it is, and tell whoever watches.

        `name` is what the template is called, `element` the one that asks for it.
        """
        page = self.filled(template, more)
        if watcher := _watcher.get():
            watcher(Filling(self, name, element, more, page))
        return page

    def filled(self, template: bytes, more: Mapping[str, Any]) -> Rendered:
        """Return the template filled over the case as it is, which nobody is told of."""
        scope = {**self.case.document, **more, **self.reserved()}
        with self._evaluating():
            found = compiled_template(template)
            return found.render(scope, now=self.now, labels=self.published.option_labels, within=self.steps)

    @contextmanager
    def _evaluating(self) -> Iterator[None]:
        """Make this the law that is asked; whatever comes to the limit of the whole step says so."""
        with self.current():
            try:
                yield
            except (FeelError, DecisionError, Broken) as failed:
                if self.steps.left > 0:
                    raise
                raise StepTooLong(limit=STEP_BUDGET) from failed

    @property
    def municipality_id(self) -> int:
        return self.case.municipality_id

    def _letterhead(self) -> dict[str, Any]:
        row = self._place.municipality
        letterhead, court = self._place.letterhead(self.today), self._place.court(self.today)
        times, bank = self._place.office_hours(self.today), self._place.bank_details(self.today)
        official: Mapping[str, Any] = letterhead.get("official_name") or {}
        return {
            **in_each_language(
                "official", {name: official.get(name) or row.names[name] for name in row.names}
            ),
            **in_each_language("address", letterhead.get("address") or {}),
            **{name: letterhead.get(name) for name in ("phone", "email")},
            **in_each_language("court", court.get("name") or {}),
            **in_each_language("court_address", court.get("address") or {}),
            **in_each_language("hours", times.get("hours") or {}),
            **in_each_language("reception", times.get("reception") or {}),
            **in_each_language("bank_recipient", bank.get("recipient") or {}),
            **{name: bank.get(name) for name in ("iban", "treasury_code")},
        }


@dataclass(frozen=True)
class Filling:
    """A template that was filled: over which case, and what the template saw beside it."""

    world: World
    name: str
    element: str | None
    more: Mapping[str, Any]
    page: Rendered


_watcher: ContextVar[Callable[[Filling], None] | None] = ContextVar("who is told of fillings", default=None)


@contextmanager
def watching_fillings(watcher: Callable[[Filling], None]) -> Iterator[None]:
    """Tell the watcher of each letter and document that is filled until the end."""
    token = _watcher.set(watcher)
    try:
        yield
    finally:
        _watcher.reset(token)


def _shown(representative: Mapping[str, Any] | None) -> dict[str, Any] | None:
    """Return who filed for the applicant, or null: name, number, and on what ground."""
    if representative is None:
        return None
    return {name: representative[name] for name in ("personal_number", "name", "kind", "ground")}


def _day(value: Any) -> str | None:
    if value is None or isinstance(value, str):
        return value and value[:10]
    return (value if type(value) is date else local_date(value)).isoformat()


# Of what is of another kind they are null, as every function of the language (DMN 10.3.4).
def _date_in_words(day: Value) -> str | None:
    try:
        return show_date(to_json(day)) if isinstance(day, (str, *TEMPORAL_TYPES)) else None
    except ValueError:
        return None


def _money_in_words(tetri: Value) -> str | None:
    return show_money(tetri) if isinstance(tetri, Decimal) and abs(tetri) < MOST_MONEY else None


FUNCTIONS = Functions.standard().plus(
    {
        "term": Host(params=("name",), call=lambda name: current_lawbook().term(name)),
        "parameter": Host(params=("name",), call=lambda name: current_lawbook().parameter(name)),
        "clock": Host(params=("name",), call=ClockEnd),
        "settlement": Host(params=("code",), call=lambda code: current_lawbook().settlement(code)),
        "programme": Host(params=("code",), call=lambda code: current_lawbook().programme(code)),
        "format date": Host(params=("day",), call=_date_in_words),
        "format money": Host(params=("tetri",), call=_money_in_words),
    }
)


@lru_cache(maxsize=4096)
def compiled(expression: str) -> Expression:
    """Compile FEEL text once per process."""
    return compile_expression(expression, functions=FUNCTIONS)


@lru_cache(maxsize=256)
def compiled_template(source: bytes) -> Template:
    """Compile a template once per process."""
    return compile_template(source, functions=FUNCTIONS)
