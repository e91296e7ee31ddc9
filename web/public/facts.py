"""Facts about a service that a person reads before starting, from the service's own description.

Knows the words for terms, fees and silence; the facts themselves are the service's.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from engine.queries.service_views import ServicePage
from web.i18n import count, current_language, format_money, name_of, t

UNCONFIRMED = frozenset({"low", "proposal", "demo"})


@dataclass(frozen=True)
class LawLine:
    """An act with its articles, and where it can be read if that is known."""

    words: str
    address: str | None
    is_confirmed: bool


@dataclass(frozen=True)
class FileLine:
    """Files that the application takes: what they are, what the form says of them."""

    label: str
    hint: str
    is_needed: bool


@dataclass(frozen=True)
class StartFacts:
    """A service's start page in the page's language."""

    who: tuple[str, ...]
    needed: tuple[str, ...]
    cost: str
    term: str
    term_law: str
    files: tuple[FileLine, ...]
    silence: tuple[str, ...]
    law: tuple[LawLine, ...]
    after: tuple[str, ...]


def facts_of(page: ServicePage) -> StartFacts:
    """Return what the start page says."""
    settings = page.settings
    said: Mapping[str, Any] = settings.get("start_page", {}).get(current_language(), {})
    fee = int(settings.get("fee_tetri", 0))
    general_silence = t(f"silence.{settings['clock']['on_expiry']}")
    return StartFacts(
        who=_lines(said.get("who"))
        or tuple(t(f"service.may.{who}") for who in settings.get("who_may_ask", ())),
        needed=_lines(said.get("needed")),
        cost=said.get("cost") or (format_money(fee) if fee else t("service.free")),
        term=_term(page.term),
        term_law=law_line(page.term["law"]).words if page.term and page.term.get("law") else "",
        files=tuple(
            FileLine(field.label, field.description, field.required)
            for field in page.form.walk()
            if field.type == "filepicker"
        ),
        silence=_lines(said.get("silence")) or (general_silence,),
        law=tuple(law_line(law) for law in settings.get("law", ())),
        after=_lines(said.get("after")),
    )


def _lines(value: Any) -> tuple[str, ...]:
    if not value:
        return ()
    return (value,) if isinstance(value, str) else tuple(value)


def _term(term: Mapping[str, Any] | None) -> str:
    return count(f"term.{term['unit']}", int(term["number"])) if term else t("service.term_unknown")


def law_line(entry: Mapping[str, Any]) -> LawLine:
    """Return an act with its articles in words."""
    act, article = name_of(entry["act"]), entry.get("article")
    words = f"{act}, {t('service.article', article=article)}" if article else act
    return LawLine(words, entry.get("address"), entry.get("confidence") not in UNCONFIRMED)
