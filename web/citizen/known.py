"""Prefilled facts about a person before they answer: source, and the way to say that it is not right.

Only what can't be changed otherwise is disputed; everything else is simply answered differently.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import request

from engine.queries.origin_views import AnswerOrigin
from engine.queries.service_views import ServicePage
from forms import Origin, Page, disputes_in, html_id, origins, page_of, placed, summarise
from web.auth import current_actor
from web.blueprints import citizen as blueprint
from web.i18n import current_language, format_date, has_text, t

DISPUTE, AGREE = "dispute:", "agree:"
COMMENT = "_comment."


@dataclass(frozen=True)
class KnownAnswer:
    """One line of what is filled in already."""

    origin: Origin
    words: str
    comment: str | None  # None where nothing is disputed

    @property
    def id(self) -> str:
        return html_id(self.origin.path)


def known_on(
    service: ServicePage, pages: Sequence[Page], page: Page, answers: Mapping[str, Any]
) -> tuple[KnownAnswer, ...]:
    """Return what is known of the answers of a page, in words."""
    found = _on_page(service, pages, page)
    values: dict[str, Any] = dict(answers)
    for origin in found:
        values = placed(values, origin.path, origin.value)
    rows = summarise(service.form, values, language=current_language(), context=service.form_context)
    words, comments = {row.path: row.value for row in rows}, disputes_in(answers)
    return tuple(
        KnownAnswer(origin, words[origin.path], comments.get(origin.path))
        for origin in found
        if origin.path in words
    )


def origin_words(known: Origin | AnswerOrigin) -> str:
    """Return where a value came from, as whoever reads it says it: only one's own is "yours"."""
    source, is_office = known.source, request.blueprint == "inbox"
    if is_office or (source == "earlier" and current_actor().acts_for is not None):
        key = f"origin.{source}_of_applicant"
        source = f"{source}_of_applicant" if has_text(key) else source
    return t(f"origin.{source}", day=format_date(known.as_of or None), number=known.number)


blueprint.app_context_processor(lambda: {"origin_words": origin_words})


def sent_disputes(service: ServicePage, pages: Sequence[Page], page: Page) -> dict[str, str]:
    """Return the comments of this request, by path, after the button that was pressed."""
    pressed = request.form.get("_do", "")
    found: dict[str, str] = {}
    for origin in _on_page(service, pages, page):
        comment = request.form.get(f"{COMMENT}{origin.path}")
        if pressed == DISPUTE + origin.path:
            comment = comment or ""
        if comment is not None and origin.is_fixed and pressed != AGREE + origin.path:
            found[origin.path] = comment.replace("\0", "")
    return found


def asks_about_known() -> bool:
    """Say whether a button beside something known was pressed: the page is shown again."""
    return request.form.get("_do", "").startswith((DISPUTE, AGREE))


def _on_page(service: ServicePage, pages: Sequence[Page], page: Page) -> list[Origin]:
    found = origins(service.form, context=service.form_context)
    return [origin for origin in found if page_of(pages, origin.path).id == page.id]
