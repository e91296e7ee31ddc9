"""The form of a sub-programme: what was typed as an entry, an entry as it is typed, errors at fields.

Refuses to judge: what is wrong with an entry the engine says (`engine/programmes/rules/entries.py`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Any, Final

from marshmallow import ValidationError
from werkzeug.datastructures import MultiDict

from engine.lawbook import WAITS
from engine.programmes.rules.codes import code_of
from engine.programmes.rules.entries import PLANNED, figures
from forms.formats import read_money
from web.i18n import LANGUAGES

Typed = MultiDict[str, str]
# The fields of an entry that are written in each language, as the form calls them.
IN_EACH_LANGUAGE: Final = {
    "names": "name", "summary": "summary", "public_names": "public_name", "words": "words",
}  # fmt: skip
UNREADABLE: Final = "?"  # a number that is none: the engine names the field
EMPTY_PAPERS: Final = 3  # rows to add papers in
MOST_PAPERS: Final = 40
OWN_ORDER: Final = "own"
_NUMBER: Final = re.compile(r"[0-9]{1,9}", re.ASCII)


def entry_of(sent: Typed) -> dict[str, Any]:
    """Return what was typed as an entry, without judging it."""
    return {
        "names": _in_each(sent, "name"),
        "summary": _in_each(sent, "summary"),
        **_for_the_public(sent),
        "valid_from": sent.get("valid_from") or None,
        "valid_until": _after(sent.get("valid_until", "")),
        "parts": sent.getlist("parts"),
        "route": sent.get("route", ""),
        **_where_said("order", _unless(OWN_ORDER, sent.get("order", ""))),
        "pay_to": sent.get("pay_to", ""),
        "home_visit": "home_visit" in sent,
        **({"restricted": True} if "restricted" in sent else {}),
        "amount": {
            "rule": sent.get("rule", ""),
            "figures": dict(_figures(sent)),
            "percent": _number(sent.get("percent", "")),
            "cap_tetri": _tetri(sent.get("cap", "")),
            "score_at_most": _number(sent.get("score_limit", "")),
            "state_cover": sent.get("state_cover") or None,
        },
        "conditions": {
            "registered_here": "registered_here" in sent,
            "score_at_most": _number(sent.get("score_needed", "")),
            "event_within_days": _number(sent.get("event_within_days", "")),
            **_where_said("age_at_least", _number(sent.get("age_at_least", ""))),
            "status": sent.get("status") or None,
            "not_beside": sent.getlist("not_beside"),
        },
        "limit": sent.get("limit", ""),
        **_where_said("without_money", _unless(WAITS, sent.get("without_money", ""))),
        **_where_said("limit_of", sent.get("limit_of") or None),
        **_where_said("months", _number(sent.get("months", ""))),
        "documents": _papers(sent),
        "budget_line": sent.get("budget_line", "").strip(),
        PLANNED: _tetri(sent.get("planned", "")),
    }


def typed(content: Mapping[str, Any]) -> Typed:
    """Return an entry as its form holds it."""
    amount, conditions = content.get("amount") or {}, content.get("conditions") or {}
    found: Typed = MultiDict()
    for name, texts in (("name", "names"), ("summary", "summary"), ("public_name", "public_names")):
        for language, text in (content.get(texts) or {}).items():
            found[f"{name}_{language}"] = text
    for language, words in (content.get("words") or {}).items():
        found[f"words_{language}"] = ", ".join(words)
    found.setlist("life_events", list(content.get("life_events") or ()))
    for name in ("route", "pay_to", "limit", "budget_line", "valid_from"):
        found[name] = content.get(name) or ""
    found["order"] = content.get("order") or OWN_ORDER
    found["without_money"] = content.get("without_money") or WAITS
    found["valid_until"] = _last_day(content.get("valid_until"))
    found["rule"] = amount.get("rule", "")
    for name, tetri in (amount.get("figures") or {}).items():
        found[f"figure.{amount['rule']}.{name}"] = _lari(tetri)
    plain = {
        "percent": amount.get("percent"),
        "months": content.get("months"),
        "limit_of": content.get("limit_of"),
        "score_limit": amount.get("score_at_most"),
        "state_cover": amount.get("state_cover"),
        "status": conditions.get("status"),
        "score_needed": conditions.get("score_at_most"),
        "event_within_days": conditions.get("event_within_days"),
        "age_at_least": conditions.get("age_at_least"),
    }
    found.update({name: str(value) for name, value in plain.items() if value is not None})
    found["cap"], found["planned"] = _lari(amount.get("cap_tetri")), _lari(content.get(PLANNED))
    found.setlist("parts", list(content.get("parts") or ()))
    found.setlist("not_beside", list(conditions.get("not_beside") or ()))
    for name in ("home_visit", "restricted"):
        if content.get(name):
            found[name] = "yes"
    if conditions.get("registered_here", not content):
        found["registered_here"] = "yes"
    return found


def papers_of(content: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """Return the papers with empty rows to add others in."""
    papers = list(content.get("documents") or ())
    return [*papers, *({} for _ in range(min(EMPTY_PAPERS, MOST_PAPERS - len(papers))))]


def field_ids(fields: Mapping[str, str], rule: str) -> dict[str, str]:
    """Return what is wrong by the field of the form that has it."""
    return {_field_id(name, rule): wrong for name, wrong in fields.items()}


def _field_id(name: str, rule: str) -> str:
    first, *rest = name.split(".")
    if first in IN_EACH_LANGUAGE and rest:
        return f"{IN_EACH_LANGUAGE[first]}_{rest[0]}"
    if first == "figures" and rest:
        return f"figure.{rule}.{rest[0]}"
    if first == "documents" and len(rest) > 2:
        return f"paper_{rest[2]}_{rest[0]}"
    renamed = {
        "cap_tetri": "cap",
        PLANNED: "planned",
        "score_at_most": "score_limit",
        "documents": "paper_ka_0",
    }
    return renamed.get(first, first)


def _where_said(name: str, value: Any) -> dict[str, Any]:
    return {} if value is None else {name: value}


def _for_the_public(sent: Typed) -> dict[str, Any]:
    """Return by what its public page is called and found; nothing of it has to be said."""
    names, events = _in_each(sent, "public_name"), sent.getlist("life_events")
    words = {
        language: [word for part in sent.get(f"words_{language}", "").split(",") if (word := part.strip())]
        for language in LANGUAGES
    }
    return {
        **_where_said("public_names", names if any(names.values()) else None),
        **_where_said("words", words if any(words.values()) else None),
        **_where_said("life_events", events or None),
    }


def _unless(usual: str, sent: str) -> str | None:
    """Return what was chosen; nothing for what is usual, as in entries that never said it."""
    return None if sent in ("", usual) else sent


def _in_each(sent: Mapping[str, str], name: str) -> dict[str, str]:
    return {language: " ".join(sent.get(f"{name}_{language}", "").split()) for language in LANGUAGES}


def _figures(sent: Mapping[str, str]) -> Iterator[tuple[str, Any]]:
    rule = sent.get("rule", "")
    for name in figures().get(rule, ()):
        if (tetri := _tetri(sent.get(f"figure.{rule}.{name}", ""))) is not None:
            yield name, tetri


def _papers(sent: Mapping[str, str]) -> list[dict[str, Any]]:
    """Return the papers whose row is not empty; those that are new get a code of their Georgian name."""
    found: list[dict[str, Any]] = []
    for number in range(MOST_PAPERS):
        names = {language: sent.get(f"paper_{language}_{number}", "").strip() for language in LANGUAGES}
        if any(names.values()):
            taken = {paper["code"] for paper in found}
            code = sent.get(f"paper_code_{number}") or code_of(names[LANGUAGES[0]], taken)
            found.append({"code": code, "names": names})
    return found


def _number(text: str) -> Any:
    text = text.strip().replace(" ", "").replace("\u00a0", "")
    return None if not text else int(text) if _NUMBER.fullmatch(text) else UNREADABLE


def _tetri(text: str) -> Any:
    text = text.strip().replace(" ", "").replace("\u00a0", "")
    try:
        return read_money(text) if text else None
    except ValidationError:
        return UNREADABLE


def _lari(tetri: int | None) -> str:
    if tetri is None:
        return ""
    return f"{tetri // 100}" if tetri % 100 == 0 else f"{tetri // 100},{tetri % 100:02}"


def _after(text: str) -> str | None:
    """Return the day after the last one, as entries keep the end; what is no day stays as it was typed."""
    try:
        return (date.fromisoformat(text) + timedelta(days=1)).isoformat() if text else None
    except ValueError:
        return text


def _last_day(end: str | None) -> str:
    return (date.fromisoformat(end) - timedelta(days=1)).isoformat() if end else ""
