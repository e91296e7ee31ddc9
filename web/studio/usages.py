"""Search for usages in all services: of a role, a form, a letter, a parameter, an article of law, words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from engine.catalogue.blocks import SHARED, folder_of
from engine.operations import ALL
from engine.queries.views import Names
from engine.roles import OF_THE_COUNTRY, ROLES, Right
from engine.studio import shared_blocks
from engine.studio.queries import service_drafts
from engine.studio.queries import usages as queries
from engine.studio.queries.usages import Used
from engine.studio.settings_file import parameters
from engine.studio.usages import Kind, Usage
from web import access
from web.auth import current_actor
from web.blueprints import studio as blueprint
from web.engine_access import engine
from web.i18n import name_of
from web.studio.finding_places import address_of
from web.words import operation_word, role_word

LONGEST = 100


@dataclass(frozen=True)
class Place:
    """A place, the page that shows it in force, and the one on which a draft of its service changes it."""

    usage: Usage
    shown_at: str | None
    changed_at: str | None


@dataclass(frozen=True)
class FoundUsages:
    """A service or a block with what in it names what was looked for; how many services call the block."""

    code: str
    names: Names
    address: str
    places: tuple[Place, ...]
    callers: int = 0


@blueprint.get("/usages")
@access.right(Right.DRAW_SERVICES)
def usages() -> ResponseReturnValue:
    wanted = request.args.get("q", "").strip()[:LONGEST]
    kind = next((known for known in Kind if known == request.args.get("kind")), Kind.ROLE)
    found: tuple[Used, ...] = ()
    drafts: dict[str, UUID] = {}
    if wanted:
        with engine().read(current_actor()) as tx:
            found = queries.of_all(tx, kind, wanted)
            drafts = {draft.code: draft.id for draft in reversed(service_drafts.drafts(tx))}
    return render_template(
        "studio/usages.html",
        wanted=wanted,
        kind=kind,
        kinds=tuple(Kind),
        names=_names(),
        found=[*_services(found, drafts), *_blocks(found)],
    )


def _services(found: Iterable[Used], drafts: Mapping[str, UUID]) -> Iterable[FoundUsages]:
    for usage in found:
        own = [place for place in usage.places if not _is_block(place)]
        places = tuple(_place(usage, place, drafts.get(usage.code)) for place in own)
        if places:
            yield FoundUsages(usage.code, usage.names, url_for("studio.service", service=usage.code), places)


def _blocks(found: Iterable[Used]) -> Iterable[FoundUsages]:
    """Yield blocks, each once with all its places; every service that calls one has them."""
    names = {block.code: block.contract["names"] for block in shared_blocks.blocks()}
    places: dict[str, dict[Usage, None]] = {}
    callers: dict[str, set[str]] = {}
    for usage in found:
        for place in filter(_is_block, usage.places):
            block = place.file.split("/")[1]
            places.setdefault(block, {})[place] = None
            callers.setdefault(block, set()).add(usage.code)
    for block, said in sorted(places.items()):
        code, address = f"{SHARED}.{block}", url_for("studio.block", name=block)
        shown = tuple(
            Place(place, f"{address}#{place.element}" if place.element else None, None) for place in said
        )
        yield FoundUsages(code, names.get(code, {}), address, shown, len(callers[block]))


def _is_block(place: Usage) -> bool:
    return place.file.startswith(f"{SHARED}/")


def _place(of: Used, place: Usage, draft_id: UUID | None) -> Place:
    path = place.file.removeprefix(f"{folder_of(of.code)}/")
    shown = None
    if place.element:
        version, at = of.digest, place.element
        shown = url_for("studio.differences", service=of.code, old=version, new=version, _anchor=at)
    return Place(place, shown, None if draft_id is None else address_of(draft_id, path, place.element))


def _names() -> list[tuple[str, str]]:
    """Return what can be looked for by its name, with its words."""
    return [
        *((role, role_word(role)) for role in ROLES if role not in OF_THE_COUNTRY),
        *((block.code, name_of(block.contract["names"])) for block in shared_blocks.blocks()),
        *((name, operation_word(name)) for name in sorted(ALL.names)),
        *((name, name_of(names)) for name, names in parameters(shared_blocks.BPMN).items()),
    ]
