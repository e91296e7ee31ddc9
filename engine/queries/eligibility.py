"""Finding out before applying what the service's own decision would say.

The questions are the form that the service names, the answer is its decision over them, in the law of
today. Nobody signs in, nothing is recorded and nothing is promised: the municipality decides on facts.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from engine.answers.context import form_context
from engine.catalogue.needs import lists_asked
from engine.catalogue.offers import offered
from engine.catalogue.published import Published
from engine.clock import ZONE, local_date
from engine.db.pool import Transaction
from engine.decisions.explain import Candidate, Condition, Question, conditions_of, explain_in_languages
from engine.decisions.explain.words import Words
from engine.errors import NotFound
from engine.lawbook import LawOfDay
from engine.scope import FUNCTIONS, compiled
from feel import to_json
from forms import Form


@dataclass(frozen=True)
class EligibilityForm:
    """The questions, in the asked language."""

    form: Form
    context: Mapping[str, Any]
    lacks: bool = False  # a list from which everybody has to choose is empty there


@dataclass(frozen=True)
class Change:
    """A fact in words: what it is called, what it is, what it would have to be."""

    label: str
    before: str
    after: str


@dataclass(frozen=True)
class Eligibility:
    """Result of a decision on eligibility, and the reasons for it.

    `change` are the facts that would have to be otherwise; None where nothing near would do, and where
    the answer is yes.
    """

    is_met: bool
    notes: tuple[str, ...]  # of the rules that decided
    conditions: tuple[Condition, ...]
    change: tuple[Change, ...] | None


def questions(tx: Transaction, service: str, municipality: str, language: str) -> EligibilityForm:
    """Return the questions of a service. Raises `NotFound` where it is not offered or has none."""
    place, version = offered(tx, service, municipality)
    settings = _settings(version)
    form, context = version.form(settings["form"], language), form_context(tx, version, place.id, language)
    lacks = any(not context["options"].get(name) for name in lists_asked(form))
    return EligibilityForm(form, context, lacks)


def answer(
    tx: Transaction, service: str, municipality: str, *, answers: Mapping[str, Any], language: str
) -> Eligibility:
    """Return what the decision says over checked answers."""
    place, version = offered(tx, service, municipality)
    settings, now = _settings(version), tx.now.astimezone(ZONE)
    decisions, name = version.decision(settings["decision"])
    labels = {
        **_of_options(form_context(tx, version, place.id, language)),
        **version.labels(settings["decision"], language),
    }
    output, fixed = settings["output"], tuple(settings.get("fixed", ()))
    with LawOfDay(tx, place.id, local_date(tx.now)).current():
        facts = compiled(settings["facts"].removeprefix("=")).evaluate(answers, now=now)
        question = Question(decisions, name, to_json(facts), FUNCTIONS, now, output, fixed)
        said = explain_in_languages(question, {language: labels})[language]
        is_met = isinstance(said.value, Mapping) and said.value.get(output) is True
        nearest = None if is_met else said.counterfactual
        conditions = conditions_of(question, nearest, language=language, labels=labels)
    return Eligibility(
        is_met=is_met,
        notes=tuple(
            labels.get(f"rules.{rule.match.rule_id}") or " ".join(rule.match.annotations)
            for rule in said.rules
        ),
        conditions=conditions,
        change=None if nearest is None else _in_words(nearest.changes, Words(language, labels)),
    )


def _in_words(changes: tuple[Candidate, ...], words: Words) -> tuple[Change, ...]:
    return tuple(
        Change(
            words.labels.get(f"inputs.{change.fact.name}", change.fact.name),
            words.value(change.before),
            words.value(change.after),
        )
        for change in changes
    )


def _of_options(context: Mapping[str, Any]) -> dict[str, str]:
    """Return what people call the values that a form offers."""
    offers = context.get("options", {}).values()
    return {f"values.{option['value']}": option["label"] for offer in offers for option in offer}


def _settings(version: Published) -> Mapping[str, Any]:
    settings: Mapping[str, Any] | None = version.settings.get("eligibility")
    if settings is None:
        raise NotFound
    return settings
