"""Facts about a sub-programme before applying: its entry in sentences of the page's language.

Each sentence follows from the entry of the council's resolution (`bpmn/schemas/programmes.schema.json`):
conditions, amount, limit, papers, route, payee. Refuses to know how the figures are counted with.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from engine.queries.service_views import ServicePage
from engine.queries.sub_programme_views import SubProgramme
from engine.queries.sub_programmes import excluding
from engine.queries.views import Municipality
from web.georgian import day_genitive, municipality_of
from web.i18n import count, format_number, has_text, last_day, name_of, t
from web.public.facts import LawLine, law_line

TABLES = {
    "by_birth": ("first", "second", "third", "further", "twins", "triplets", "quadruplets"),
    "by_children": ("three", "four", "five"),
    "by_children_score": ("three", "four", "five_low", "five"),
    "by_loss": ("one", "both"),
}
ASKED_OF = (
    "breadwinner",
    "child",
    "costs",
    "deceased",
    "event",
    "utility",
)  # parts of the form that say who it is for


@dataclass(frozen=True)
class Step:
    """A step of the way to a decision: what it is called, and what happens there."""

    title: str
    words: str


@dataclass(frozen=True)
class ProgrammeFacts:
    """The public page of a sub-programme. `figures` are rows of a table where there are several amounts."""

    amount: str
    deadline: str
    how_often: str
    decision: str
    period: str
    who: tuple[str, ...]
    restrictions: tuple[str, ...]
    how_much: tuple[str, ...]
    figures: tuple[tuple[str, str], ...]
    papers: tuple[tuple[str, str], ...]  # name, and what is to be known of it
    not_asked: tuple[str, ...]
    steps: tuple[Step, ...]
    queue: str  # what happens where the budget has no money left
    law: LawLine


def facts_of_programme(
    programme: SubProgramme,
    municipality: Municipality,
    *,
    service: ServicePage,
    names: Mapping[str, Mapping[str, str]],
) -> ProgrammeFacts:
    """Return what the page says, `names` being those of the municipality's sub-programmes by code."""
    content = programme.content
    return ProgrammeFacts(
        amount=amount_of(content),
        deadline=_deadline(programme),
        how_often=t(f"sub_programme.often.{_limit(content)}"),
        decision=_decision(service),
        period=_period(programme),
        who=tuple(_who(content, municipality)),
        restrictions=tuple(_restrictions(programme, names)),
        how_much=tuple(_how_much(content)),
        figures=_figures(content["amount"]),
        papers=tuple(_papers(content)),
        not_asked=tuple(_not_asked(content)),
        steps=tuple(_steps(content)),
        queue=t("sub_programme.queue" if programme.waits else "sub_programme.no_queue"),
        law=law_line(content["law"] | {"confidence": content["confidence"]}),
    )


def amount_of(content: Mapping[str, Any]) -> str:
    """Return the amount in two or three words, for lists: 200 ლარი, 500 ლარამდე, 150–700 ლარი."""
    figures = sorted(content["amount"]["figures"].values())
    suffix = ".month" if content["limit"] == "month" else ""
    if not figures:
        return t(f"sub_programme.amount.up_to{suffix}", lari=lari(content["amount"]["cap_tetri"]))
    if figures[0] == figures[-1]:
        return t(f"sub_programme.amount.fixed{suffix}", lari=lari(figures[0]))
    return t(f"sub_programme.amount.between{suffix}", least=lari(figures[0]), most=lari(figures[-1]))


def lari(tetri: int) -> str:
    """Return an amount without its unit, tetri only where there are any."""
    amount = Decimal(tetri) / 100
    return format_number(int(amount) if amount == int(amount) else amount).replace(" ", "\xa0")


def _deadline(programme: SubProgramme) -> str:
    days = programme.content["conditions"]["event_within_days"]
    if days is not None:
        event = next((part for part in ("child", "deceased") if part in programme.content["parts"]), "event")
        return t(f"sub_programme.within.{event}", days=format_number(days))
    if programme.valid_until is None:
        return t("sub_programme.any_time")
    return t("sub_programme.until", day=day_genitive(last_day(programme.valid_until)))


def _decision(service: ServicePage) -> str:
    if service.term is None:
        return t("service.term_unknown")
    return count(f"sub_programme.decided.{service.term['unit']}", int(service.term["number"]))


def _limit(content: Mapping[str, Any]) -> str:
    """Return how often it is given, an event by what it is."""
    limit = str(content["limit"])
    event = next((part for part in ("child", "deceased") if part in content["parts"]), None)
    return f"event.{event}" if limit == "event" and event else limit


def _period(programme: SubProgramme) -> str:
    if programme.valid_until is None:
        return ""
    return t("sub_programme.period", day=day_genitive(last_day(programme.valid_until)))


def _who(content: Mapping[str, Any], municipality: Municipality) -> Sequence[str]:
    conditions, parts = content["conditions"], content["parts"]
    where = "registered" if conditions["registered_here"] else "anywhere"
    found = [t(f"sub_programme.who.{where}", municipality=municipality_of(municipality.names))]
    if conditions["status"]:
        whose = "status_of_deceased" if "deceased" in parts else "status"
        found.append(t(f"sub_programme.who.{whose}.{conditions['status']}"))
    if conditions.get("age_at_least"):
        found.append(t("sub_programme.who.age", age=conditions["age_at_least"]))
    if conditions["score_at_most"]:
        found.append(t("sub_programme.who.score", score=format_number(conditions["score_at_most"])))
    if "children" in parts and content["amount"]["rule"] in TABLES:
        found.append(t("sub_programme.who.children"))
    if content.get("restricted"):
        found.append(t("sub_programme.restricted", name=name_of(content["names"])))
    return found + [t(f"sub_programme.who.{part}") for part in ASKED_OF if part in parts]


def _restrictions(programme: SubProgramme, names: Mapping[str, Mapping[str, str]]) -> Sequence[str]:
    content = programme.content
    limit = _limit(content)
    whose = programme.limit_of
    found = [t(f"sub_programme.limit.{limit if limit.startswith('event.') else f'{limit}.{whose}'}")]
    if content.get("months"):
        found.append(t("sub_programme.months", months=content["months"]))
    beside = [name_of(names[code]) for code in excluding(programme) if code in names]
    if beside:
        key = "deceased" if "deceased" in content["parts"] else "year"
        found.append(t(f"sub_programme.not_beside.{key}", names=t("sub_programme.or").join(beside)))
    return found


def _how_much(content: Mapping[str, Any]) -> Sequence[str]:
    amount = content["amount"]
    rule, cap = amount["rule"], amount["cap_tetri"]
    if amount["percent"] == 100:
        rule = "share.whole"
    params: dict[str, object] = {"percent": amount["percent"]}
    if cap is not None:
        params["lari"] = lari(cap)
    if rule == "fixed":
        params["lari"] = lari(amount["figures"]["amount"])
    if amount["score_at_most"] is not None:
        params["score"] = format_number(amount["score_at_most"])
    found = [t(f"sub_programme.rule.{rule}", **params)]
    if amount["state_cover"]:
        found.append(t("sub_programme.rule.share.rest"))
    return [*found, t(f"sub_programme.paid.{content['pay_to']}")]


def _figures(amount: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    rule, figures = amount["rule"], amount["figures"]
    return tuple(
        (t(f"sub_programme.figure.{rule}.{name}"), t("sub_programme.amount.fixed", lari=lari(figures[name])))
        for name in TABLES.get(rule, ())
        if name in figures
    )


def _papers(content: Mapping[str, Any]) -> Sequence[tuple[str, str]]:
    found = [(name_of(paper["names"]), t("sub_programme.paper.photo")) for paper in content["documents"]]
    payee = content["pay_to"]
    return [*found, (t(f"sub_programme.paper.{payee}"), t(f"sub_programme.paper.{payee}.hint"))]


def _not_asked(content: Mapping[str, Any]) -> Sequence[str]:
    conditions, amount, parts = content["conditions"], content["amount"], content["parts"]
    asked = {
        "civil": True,
        "age": conditions.get("age_at_least"),
        "deceased": "deceased" in parts,
        "score": conditions["score_at_most"] or amount["score_at_most"],
        "status": conditions["status"],
        "cover": amount["state_cover"],
    }
    return [t(f"sub_programme.register.{register}") for register, is_asked in asked.items() if is_asked]


def _steps(content: Mapping[str, Any]) -> Sequence[Step]:
    route, is_with_others = content["route"].lower(), content.get("order") == "collective"
    taken = {
        "received": True,
        "check": route != "automatic",
        "visit": content["home_visit"],
        "proposed": content["amount"]["rule"] == "proposed",
        route: has_text(f"sub_programme.step.{route}"),
        "order": not is_with_others,
        "collective": is_with_others,
        content["pay_to"]: True,
    }
    return [
        Step(t(f"sub_programme.step.{step}"), t(f"sub_programme.step.{step}.words"))
        for step, is_taken in taken.items()
        if is_taken
    ]
