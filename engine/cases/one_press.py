"""Answers by one press: a step that is one question with few options, and what pressing each option does.

Nobody can take back a finished step. So an option finishes it at once only where another step of the office
follows, with nothing done in between: a colleague still looks at it. Whatever else follows (a letter, a
decision, the end, an option that asks for a reason) takes a second press: the option is only chosen. A step
that is signed by the option goes on to its signing, which shows what is signed.
Conditions are asked only where they read the answer alone; of any other nothing is assumed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Any

from engine.process import Definition, Element
from engine.process.elements import Flow, expression_of, is_expression
from engine.scope import compiled
from feel import FeelError, to_json
from forms import Form, OneQuestion, Option, one_question


class Does(Enum):
    """Effect of pressing an option."""

    FINISHES = "finishes"
    SIGNS = "signs"
    CHOOSES = "chooses"


@dataclass(frozen=True)
class Press:
    """An option of the one question of a step."""

    key: str
    option: Option
    does: Does


def presses(
    definition: Definition, element: str, form: Form, *, context: Mapping[str, Any], now: datetime
) -> tuple[Press, ...]:
    """Return the options of a step that stand as buttons; none where each would only be chosen."""
    question = one_question(form, context=context, now=now)
    if question is None:
        return ()
    step = _Step(definition, definition.elements[element], now)
    found = tuple(Press(question.key, option, step.does(question, option)) for option in question.options)
    return found if any(press.does is not Does.CHOOSES for press in found) else ()


@dataclass(frozen=True)
class _Step:
    definition: Definition
    element: Element
    now: datetime

    def does(self, question: OneQuestion, option: Option) -> Does:
        if option.value not in question.enough or self.element.outputs or self.element.loop:
            return Does.CHOOSES
        answers = {question.key: option.value}
        is_signed = self._is_signed(answers)
        if is_signed is None:
            return Does.CHOOSES
        if is_signed:
            return Does.SIGNS
        return Does.FINISHES if self._stays_in_office(answers) else Does.CHOOSES

    def _is_signed(self, answers: Mapping[str, Any]) -> bool | None:
        """Tell whether somebody signs the step with these answers; None where they alone don't say it."""
        if self.element.signing is None:
            return False
        who = self.element.signing.who
        if not is_expression(who):
            return True
        try:
            return bool(self._value(expression_of(who), answers))
        except _NotKnown:
            return None

    def _stays_in_office(self, answers: Mapping[str, Any]) -> bool:
        """Tell whether the paths lead past gateways alone to a step of the office."""
        try:
            *passed, last = self._path(answers)
        except _NotKnown:
            return False
        are_gateways = all(element.kind == "exclusiveGateway" for element in passed)
        return are_gateways and last.kind == "userTask" and last.assignee is None and last.role is not None

    def _path(self, answers: Mapping[str, Any]) -> Iterator[Element]:
        """Yield the elements behind the step, past its gateways to the first that is none."""
        here, seen = self.element, set[str]()
        while here.id not in seen:
            seen.add(here.id)
            flows = [flow for flow in self.definition.flows if flow.source == here.id]
            here = self.definition.elements[self._chosen(flows, answers).target]
            yield here
            if here.kind != "exclusiveGateway":
                return
        raise _NotKnown

    def _chosen(self, flows: list[Flow], answers: Mapping[str, Any]) -> Flow:
        """Return the flow that a token takes: the first whose condition is true, else the default."""
        if len(flows) == 1 and flows[0].condition is None:
            return flows[0]
        for flow in flows:
            if flow.condition is None or flow.is_default:
                continue
            is_taken = self._value(expression_of(flow.condition), answers)
            if not isinstance(is_taken, bool):
                raise _NotKnown
            if is_taken:
                return flow
        defaults = [flow for flow in flows if flow.is_default]
        if len(defaults) != 1:
            raise _NotKnown
        return defaults[0]

    def _value(self, text: str, answers: Mapping[str, Any]) -> Any:
        """Return what an expression gives that reads nothing but the answers. Raises `_NotKnown`."""
        expression = compiled(text)
        if (expression.names | expression.possible_names) - {self.element.id}:
            raise _NotKnown
        try:
            return to_json(expression.evaluate({self.element.id: dict(answers)}, now=self.now))
        except FeelError:
            raise _NotKnown from None


class _NotKnown(Exception):
    """The answers alone don't tell which way the case goes."""
