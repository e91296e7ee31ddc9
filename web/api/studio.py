"""What analysts read of services: versions, blocks, drafts, what validation finds, what differs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask import g
from flask.typing import ResponseReturnValue
from marshmallow import fields

from engine.identity.tokens import APPROVE
from engine.queries import comparisons, publish_requests, service_drafts, usages, versions
from engine.queries.comparisons import Comparison
from engine.queries.publish_requests import PublishRequest
from engine.queries.service_drafts import NewerVersion, StudioDraft, StudioFile, StudioService
from engine.queries.service_views import ServiceVersion
from engine.queries.usages import Used
from engine.queries.views import Names
from engine.roles import Right
from engine.studio import beginning, shared_blocks
from engine.studio.judging import judge
from engine.studio.usages import Kind
from web.api.callers import Who
from web.api.operations import operation
from web.api.shapes import shape
from web.api.shared import Strict, text
from web.auth import current_actor
from web.engine_access import engine
from web.studio.files import packed

DRAFT = "/studio/drafts/<uuid:draft_id>"
SERVICE = "/studio/services/<name:service>"
DRAWS: dict[str, Any] = {"tag": "studio", "scope": "studio:read", "right": Right.DRAW_SERVICES}
APPROVES: dict[str, Any] = {**DRAWS, "right": Right.APPROVE_SERVICES}
# What changes a draft, and what changes what is in force.
ACT = "studio:act"
CHANGES: dict[str, Any] = {**DRAWS, "scope": ACT}
DECIDES: dict[str, Any] = {**APPROVES, "scope": APPROVE}


@dataclass(frozen=True)
class Studio:
    """The services in force, the open drafts, the last changed first, and the modules for new services."""

    services: tuple[StudioService, ...]
    drafts: tuple[StudioDraft, ...]
    modules: Mapping[str, Names]


@dataclass(frozen=True)
class DraftWithFiles:
    """A draft, its files, and what came into force that it knows nothing of."""

    draft: StudioDraft
    files: tuple[StudioFile, ...]
    newer: tuple[NewerVersion, ...]


@dataclass(frozen=True)
class DraftText:
    """A text of a draft as it was kept."""

    path: str
    content: str
    revision: int


@dataclass(frozen=True)
class Findings:
    """What validation says, each with its words in both languages; with `errors` nothing is published."""

    items: tuple[dict[str, Any], ...]
    errors: int


@dataclass(frozen=True)
class Versions:
    """The versions of a service, the oldest first, each with the acts that published it."""

    items: tuple[ServiceVersion, ...]


@dataclass(frozen=True)
class PublishRequests:
    """Publications that wait for a second person."""

    items: tuple[PublishRequest, ...]


@dataclass(frozen=True)
class Usages:
    """Where services name something."""

    items: tuple[Used, ...]


@dataclass(frozen=True)
class SharedBlock:
    """A block that services call: what its contract says."""

    code: str
    contract: Mapping[str, Any]


@dataclass(frozen=True)
class Blocks:
    """The blocks that services share."""

    items: tuple[SharedBlock, ...]


@dataclass(frozen=True)
class BlockWithDiagram:
    """A block, its diagram, and where services call it."""

    code: str
    contract: Mapping[str, Any]
    diagram: str
    callers: tuple[Used, ...]


class TwoVersions(Strict):
    """The beginnings of the digests of two versions."""

    old = text(64)
    new = text(64)


class OneVersion(Strict):
    """The beginning of the digest of a version; that in force without one."""

    version = text(64, required=False, load_default=None)


class Named(Strict):
    """What is looked for: a role, a form, an operation, an article, any word."""

    q = text(100)
    kind = fields.Enum(Kind, by_value=True, load_default=Kind.ROLE)


Differences = shape(Comparison, name="Differences", but=frozenset({"drawn"}))


@operation("GET", "/studio", Who.OFFICE, gives=shape(Studio), **DRAWS)
def get_studio() -> Studio:
    with engine().read(current_actor()) as tx:
        return Studio(service_drafts.services(tx), service_drafts.drafts(tx), beginning.modules())


@operation("GET", f"{SERVICE}/versions", Who.OFFICE, gives=shape(Versions), **APPROVES)
def list_versions(service: str) -> Versions:
    with engine().read(current_actor()) as tx:
        versions.names(tx, service)
        return Versions(versions.listed(tx, service))


@operation("GET", f"{SERVICE}/differences", Who.OFFICE, asks=TwoVersions, gives=Differences, **APPROVES)
def compare_versions(asked: dict[str, str], service: str) -> Comparison:
    with engine().read(current_actor()) as tx:
        return comparisons.of_versions(tx, service, asked["old"], asked["new"])


@operation("GET", DRAFT, Who.OFFICE, gives=shape(DraftWithFiles), **DRAWS)
def get_service_draft(draft_id: UUID) -> DraftWithFiles:
    with engine().read(current_actor()) as tx:
        draft = service_drafts.draft(tx, draft_id)
        return DraftWithFiles(draft, service_drafts.files(tx, draft), service_drafts.newer(tx, draft_id))


@operation("GET", f"{DRAFT}/files/<path:path>", Who.OFFICE, gives=shape(DraftText), **DRAWS)
def get_draft_file(draft_id: UUID, path: str) -> DraftText:
    with engine().read(current_actor()) as tx:
        found = service_drafts.file(tx, draft_id, path)
    g.version = found.revision
    return DraftText(path, found.content.decode(errors="replace"), found.revision)


@operation("GET", f"{DRAFT}/findings", Who.OFFICE, gives=shape(Findings), **DRAWS)
def list_findings(draft_id: UUID) -> Findings:
    with engine().read(current_actor()) as tx:
        draft = service_drafts.draft(tx, draft_id)
        contents = service_drafts.contents(tx, draft_id)
    judgement = judge(draft.code, contents)
    return Findings(tuple(map(dict, judgement.findings)), judgement.errors)


@operation("GET", f"{DRAFT}/differences", Who.OFFICE, asks=OneVersion, gives=Differences, **DRAWS)
def compare_draft(asked: dict[str, Any], draft_id: UUID) -> Comparison:
    with engine().read(current_actor()) as tx:
        return comparisons.of_draft(tx, draft_id, asked["version"])


@operation("GET", f"{DRAFT}/package", Who.OFFICE, file="application/zip", **DRAWS)
def get_package(draft_id: UUID) -> ResponseReturnValue:
    return packed(draft_id)


@operation("GET", "/studio/publications", Who.OFFICE, gives=shape(PublishRequests), **APPROVES)
def list_publications() -> PublishRequests:
    with engine().read(current_actor()) as tx:
        return PublishRequests(publish_requests.waiting(tx))


@operation(
    "GET", "/studio/publications/<uuid:request_id>", Who.OFFICE, gives=shape(PublishRequest), **APPROVES
)
def get_publication(request_id: UUID) -> PublishRequest:
    with engine().read(current_actor()) as tx:
        return publish_requests.one(tx, request_id)


@operation("GET", "/studio/usages", Who.OFFICE, asks=Named, gives=shape(Usages), **DRAWS)
def find_usages(asked: dict[str, Any]) -> Usages:
    with engine().read(current_actor()) as tx:
        return Usages(usages.of_all(tx, asked["kind"], asked["q"]))


@operation("GET", "/studio/blocks", Who.OFFICE, gives=shape(Blocks), **DRAWS)
def list_blocks() -> Blocks:
    return Blocks(tuple(SharedBlock(block.code, block.contract) for block in shared_blocks.blocks()))


@operation("GET", "/studio/blocks/<name:name>", Who.OFFICE, gives=shape(BlockWithDiagram), **DRAWS)
def get_block(name: str) -> BlockWithDiagram:
    found = shared_blocks.block(name)
    with engine().read(current_actor()) as tx:
        callers = usages.of_all(tx, Kind.BLOCK, found.code)
    return BlockWithDiagram(found.code, found.contract, found.diagram.decode(), callers)
