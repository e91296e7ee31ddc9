"""A long form page by page: which question stands on which page, and what is wrong on each.

Responsible for the rule by which a form is split, for pages that are skipped because nothing on them is
asked, and for the page an error belongs to. Refuses to know addresses, and how far somebody has come.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from forms.checks import refusals
from forms.definition import SHOWN_ONLY, Field, Form
from forms.errors import FieldError
from forms.prefill import DISPUTES, disputes_in
from forms.settle import place_of, settle
from forms.validate import NO_CONTEXT, asked_answers

MOST_ON_ONE_PAGE = 10  # questions of a form that stays whole
NEW, SAME = "new", "same"
_SILENT = frozenset({"expression", "separator", "spacer"})


@dataclass(frozen=True, slots=True)
class Page:
    """Components of a form that are shown together; the id is that of the group the page begins with."""

    id: str
    title: str
    fields: tuple[Field, ...]

    @property
    def keys(self) -> frozenset[str]:
        """The keys under which the answers of this page stand."""
        return frozenset(_names(self.fields, with_ids=False))


def pages_of(form: Form) -> tuple[Page, ...]:
    """Split a form at its top-level groups; there is always at least one page.

    A form of few questions stays whole. A group may say that it begins a page or stays on the page before
    it. What stands in no group belongs to the group before it, and at the beginning to the first.
    """
    is_long = sum(1 for item in form.walk() if _is_question(item)) > MOST_ON_ONE_PAGE
    pages: list[list[Field]] = [[]]
    for item in form.fields:
        if _begins(item, is_long) and any(page.type == "group" for page in pages[-1]):
            pages.append([])
        pages[-1].append(item)
    return tuple(_page(fields, number) for number, fields in enumerate(pages, start=1))


def part_of(form: Form, page: Page) -> Form:
    """Return the form with the components of one page, for reading what that page has sent."""
    return replace(form, fields=page.fields)


def merged(answers: Mapping[str, Any], page: Page, given: Mapping[str, Any]) -> dict[str, Any]:
    """Return the answers with those of one page replaced; `given` can't touch another page."""
    others = {key: value for key, value in answers.items() if key not in page.keys}
    elsewhere = {path: text for path, text in disputes_in(answers).items() if not _has(page, path)}
    own = on_page(given, page)
    disputes = elsewhere | own.pop(DISPUTES, {})
    others.pop(DISPUTES, None)
    return others | own | ({DISPUTES: disputes} if disputes else {})


def on_page(answers: Mapping[str, Any], page: Page) -> dict[str, Any]:
    """Return the answers of one page, with what is disputed on it."""
    own = {key: value for key, value in answers.items() if key in page.keys}
    disputes = {path: text for path, text in disputes_in(answers).items() if _has(page, path)}
    return own | ({DISPUTES: disputes} if disputes else {})


def page_of(pages: Sequence[Page], path: str) -> Page:
    """Return the page on which an error is shown; what no page knows is shown on the first."""
    return next((page for page in pages if _has(page, path)), pages[0])


@dataclass(frozen=True, slots=True)
class Survey:
    """A form's pages over answers: all of them, those that are shown, and what is wrong on each."""

    all: tuple[Page, ...]
    pages: tuple[Page, ...]
    errors: Mapping[str, tuple[FieldError, ...]]

    def find(self, page_id: str) -> Page | None:
        return next((page for page in self.pages if page.id == page_id), None)

    def after(self, page_id: str) -> Page | None:
        """Return the next page that is shown; the page itself need not be shown any more."""
        return _next_shown(self.all, self.pages, page_id)

    def before(self, page_id: str) -> Page | None:
        return _next_shown(self.all[::-1], self.pages, page_id)


def _next_shown(order: Sequence[Page], shown: Sequence[Page], page_id: str) -> Page | None:
    ids = [page.id for page in order]
    following = ids[ids.index(page_id) + 1 :] if page_id in ids else []
    by_id = {page.id: page for page in shown}
    return next((by_id[id_] for id_ in following if id_ in by_id), None)


def survey(
    form: Form,
    raw: Mapping[str, Any],
    *,
    context: Mapping[str, Any] = NO_CONTEXT,
    now: datetime | None = None,
) -> Survey:
    """Look over a form that is being filled in; the errors are those of `validate`, each on its page."""
    given, problems = asked_answers(form, raw, context)
    settled = settle(form.fields, given, context=context, now=now, language=form.language)
    every = pages_of(form)
    pages = tuple(page for page in every if _is_shown(page.fields, settled.hidden, "")) or every[:1]
    return Survey(every, pages, by_page(pages, refusals(settled, problems, language=form.language)))


def by_page(pages: Sequence[Page], errors: Iterable[FieldError]) -> dict[str, tuple[FieldError, ...]]:
    """Give each error to its page, in the order of the form."""
    found: dict[str, tuple[FieldError, ...]] = {page.id: () for page in pages}
    for error in errors:
        found[page_of(pages, error.path).id] += (error,)
    return found


def _has(page: Page, path: str) -> bool:
    return path.split(".", 1)[0] in _names(page.fields)


def _page(fields: list[Field], number: int) -> Page:
    first = next((item for item in fields if item.type == "group"), None)
    if first is None:
        return Page(str(number), "", tuple(fields))
    return Page(first.id, first.label, tuple(fields))


def _begins(item: Field, is_long: bool) -> bool:
    if item.type != "group":
        return False
    return item.page == NEW or (is_long and item.page != SAME)


def _is_question(item: Field) -> bool:
    return bool(item.key) and item.type not in SHOWN_ONLY | {"group", "dynamiclist", "expression"}


def _names(fields: Iterable[Field], *, with_ids: bool = True) -> Iterator[str]:
    """What a path of these components begins with: keys, and marks of what has none."""
    for item in fields:
        if item.key:
            yield item.key
        elif with_ids:
            yield place_of("", item)
        if not item.key:
            yield from _names(item.fields, with_ids=with_ids)


def _is_shown(fields: Iterable[Field], hidden: set[str], prefix: str) -> bool:
    for item in fields:
        path = place_of(prefix, item)
        if path in hidden or item.type in _SILENT:
            continue
        if item.type != "group":
            return True
        if _is_shown(item.fields, hidden, f"{path}." if item.key else prefix):
            return True
    return False
