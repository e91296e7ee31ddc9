"""Comparison of two versions of a service, or of a draft and a version: in words, and on the diagram."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from uuid import UUID

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from engine.clock import local_date
from engine.comparing import Change, Detail, Weight
from engine.errors import Rejected
from engine.roles import Right
from engine.studio.queries import comparisons, service_drafts, versions
from engine.studio.queries.comparisons import Comparison
from web import access
from web.auth import current_actor
from web.blueprints import studio as blueprint
from web.engine_access import engine
from web.errors import words_of
from web.i18n import has_text, name_of, t
from web.studio.editor import viewer_words
from web.words import role_word

ELEMENT = "elements."  # texts of an element have its id behind this


@dataclass(frozen=True)
class Difference:
    """A change in words; `element` is what it selects on the diagram, and on which side."""

    change: Change
    kind: str
    element: str | None
    side: str
    details: tuple[tuple[str, str | None, str | None], ...]


@dataclass(frozen=True)
class Section:
    """Changes of one weight, by file."""

    weight: str
    number: int
    files: Mapping[str, tuple[Difference, ...]]


@blueprint.get("/services/<service>")
@access.right(Right.APPROVE_SERVICES)
def service(service: str) -> ResponseReturnValue:
    return service_page(service)


def service_page(service: str, refused: Rejected | None = None) -> ResponseReturnValue:
    """Show the versions of a service, newest first; two are compared, an act is taken back."""
    with engine().read(current_actor()) as tx:
        names = versions.names(tx, service)
        found = tuple(reversed(versions.listed(tx, service)))
        today = local_date(tx.now)
    error = None if refused is None else words_of(refused)
    page = render_template(
        "studio/service.html",
        code=service,
        names=names,
        versions=found,
        today=today,
        typed=request.form,
        error=error,
        has_errors=error is not None,
    )
    return page, 200 if error is None else error.status


@blueprint.get("/services/<service>/differences")
@access.right(Right.APPROVE_SERVICES)
def differences(service: str) -> ResponseReturnValue:
    old, new = request.args.get("old", ""), request.args.get("new", "")
    with engine().read(current_actor()) as tx:
        found = comparisons.of_versions(tx, service, old, new)
    return page(found, crumbs=[(name_of(found.new.names), url_for("studio.service", service=service))])


@blueprint.get("/drafts/<uuid:draft_id>/differences")
@access.right(Right.DRAW_SERVICES)
def draft_differences(draft_id: UUID) -> ResponseReturnValue:
    """Compare a draft with the version in force, or with the one that was asked for."""
    with engine().read(current_actor()) as tx:
        draft = service_drafts.draft(tx, draft_id)
        found = comparisons.of_draft(tx, draft_id, request.args.get("with") or None)
    return page(
        found, crumbs=[(name_of(draft.names) or draft.code, url_for("studio.draft", draft_id=draft_id))]
    )


def page(comparison: Comparison, *, crumbs: list[tuple[str, str]]) -> str:
    """Show everything that differs."""
    told = {
        "drawn": comparison.drawn,
        "marks": _marks(comparison),
        "words": viewer_words()
        | {mark: t(f"compare.mark.{mark}") for mark in ("added", "removed", "changed", "moved")},
    }
    return render_template(
        "studio/differences.html",
        comparison=comparison,
        sections=tuple(sections(comparison)),
        told=told,
        trail=crumbs,
    )


def sections(comparison: Comparison) -> Iterator[Section]:
    """Yield what differs in words, what weighs more first."""
    for weight in Weight:
        found = [change for change in comparison.changes if change.weight is weight]
        files: dict[str, list[Difference]] = {}
        for change in found:
            files.setdefault(change.file, []).append(_difference(change, comparison.diagram))
        if found:
            yield Section(weight.value, len(found), {file: tuple(ones) for file, ones in files.items()})


def described(changes: Iterable[Change]) -> tuple[Difference, ...]:
    """Return changes in words, beside no diagram."""
    return tuple(_difference(change, None) for change in changes)


def _difference(change: Change, diagram: str | None) -> Difference:
    element = change.where if change.file == diagram else None
    if diagram and change.kind == "text" and change.where.startswith(ELEMENT):
        element = change.where.removeprefix(ELEMENT)
    side = "old" if change.what == "removed" else "new"
    # What kind of thing came or went stands before its name.
    said = tuple(
        _detail(detail) for detail in change.details if change.what == "changed" or detail.code != "kind"
    )
    return Difference(change, kind_word(change.kind), element, side, said)


def _detail(detail: Detail) -> tuple[str, str | None, str | None]:
    of = _field(detail.of) if detail.code == "field" else detail.of
    words = t(f"compare.property.{detail.code}", of=of)
    return words, _value(detail, detail.before), _value(detail, detail.after)


def _value(detail: Detail, value: str | None) -> str | None:
    if value is None:
        return None
    if detail.code == "kind":
        return kind_word(value)
    if detail.code == "role":
        return f"{role_word(value)} ({value})"
    return value


def kind_word(kind: str) -> str:
    general, _, event = kind.partition(".")
    if has_text(f"compare.kind.{general}"):
        return t(f"compare.kind.{general}")
    words = t(f"studio.script.element.{general}") if has_text(f"studio.script.element.{general}") else general
    return (
        f"{words}: {t(f'studio.script.event.{event}')}" if has_text(f"studio.script.event.{event}") else words
    )


def _field(path: str) -> str:
    key = f"compare.field.{path.replace('.', '_')}"
    return t(key) if has_text(key) else path


def _marks(comparison: Comparison) -> dict[str, dict[str, str]]:
    """Return by side what is marked on the diagram: ids of elements with what happened to them."""
    marks: dict[str, dict[str, str]] = {"old": {}, "new": {}}
    for change in comparison.changes:
        if change.file == comparison.diagram:
            what = "moved" if change.weight is Weight.LAYOUT else change.what
            for side in ("old",) * (what != "added") + ("new",) * (what != "removed"):
                marks[side][change.where] = what
    return marks
