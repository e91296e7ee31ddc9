"""FEEL in a form: a property that is fixed or computed, and what an expression may read at its place.

Responsible for evaluation only. It refuses to know what a property is for; `settle` applies them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

import feel
from forms.moments import ZONE

if TYPE_CHECKING:
    from forms.lookups import Lookups

BUDGET = 20_000  # steps of one expression
FORM_BUDGET = 500_000  # steps of all expressions of a form together, whenever it is gone through
# What a context holds for the form itself; no expression sees it.
BESIDE_FEEL = frozenset({"now", "lookups", "shown_at"})


@dataclass(frozen=True, slots=True)
class Rule:
    """A property of a field: a constant, or a FEEL expression over the answers."""

    constant: Any = None
    expression: feel.Expression | None = None

    def value(self, scope: Scope) -> Any:
        """Return JSON; raises FeelError where the expression gives up."""
        if self.expression is None:
            return self.constant
        result = scope.budget.evaluate(self.expression, scope.names(), now=scope.now, most=BUDGET)
        return feel.to_json(result)

    def value_or_none(self, scope: Scope) -> Any:
        """For showing: a rule that can't be evaluated counts as not set. Validation doesn't use it."""
        try:
            return self.value(scope)
        except feel.FeelError:
            return None


NOTHING = Rule()


@dataclass(frozen=True, slots=True)
class Scope:
    """Scope of an expression: what it may read at one place of a form.

    The names are those of form-js: the answers by key, and inside a repeated row `this` (the row),
    `parent` and `i` (row numbers from 1, outermost first). The context lies under the answers.
    """

    context: Mapping[str, Any]
    answers: dict[str, Any]
    now: datetime | None = None
    this: dict[str, Any] | None = None
    parent: Scope | None = None
    rows: tuple[int, ...] = ()
    lookups: Lookups | None = None
    around: Mapping[str, Any] = field(default_factory=dict)  # the other parts of an address or a person
    language: str = "ka"
    budget: feel.SharedBudget = field(default_factory=lambda: feel.SharedBudget(FORM_BUDGET), compare=False)

    @classmethod
    def at_root(
        cls,
        context: Mapping[str, Any],
        answers: dict[str, Any],
        now: datetime | None,
        *,
        language: str = "ka",
    ) -> Scope:
        """The present is handed in; where the caller has put it into the context, it is taken from there."""
        present = context.get("now")
        if now is None and isinstance(present, datetime):
            now = present
        if now is not None:
            now = now.astimezone(ZONE)
        seen = {name: value for name, value in context.items() if name not in BESIDE_FEEL}
        return cls(seen, answers, now, lookups=context.get("lookups"), language=language)

    def names(self) -> dict[str, Any]:
        local = {
            "this": self.answers if self.this is None else self.this,
            "parent": self.parent.names() if self.parent else None,
            "i": list(self.rows),
        }
        wrapped = {f"_{name}_": value for name, value in local.items()}
        return {**self.context, **local, **self.answers, **wrapped}

    def row(self, this: dict[str, Any], number: int) -> Scope:
        return replace(self, this=this, parent=self, rows=(*self.rows, number))

    def among(self, parts: Mapping[str, Any]) -> Scope:
        """The scope of the parts of an address or a person."""
        return replace(self, around=parts)
