"""API of the studio: versions, blocks, drafts, what validation finds, what differs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask import g
from flask.typing import ResponseReturnValue

from engine.identity.tokens import APPROVE
from engine.queries.service_views import ServiceVersion
from engine.queries.views import Names
from engine.roles import Right
from engine.studio import beginning
from engine.studio.judging import judge
from engine.studio.queries import comparisons, publish_requests, service_drafts, versions
from engine.studio.queries.comparisons import Comparison
from engine.studio.queries.publish_requests import PublishRequest
from engine.studio.queries.service_drafts import NewerVersion, StudioDraft, StudioFile, StudioService
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
    """Findings of validation, each with its words in both languages; with `errors` nothing is published."""

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


class ComparedVersions(Strict):
    """The beginnings of the digests of two versions."""

    old = text(64)
    new = text(64)


class ComparedVersion(Strict):
    """The beginning of the digest of a version; that in force without one."""

    version = text(64, required=False, load_default=None)


Differences = shape(Comparison, name="Differences", but=frozenset({"drawn"}))


@operation(
    "GET",
    "/studio",
    Who.OFFICE,
    does=("სერვისები და სამუშაო ვერსიები", "List services and drafts"),
    pages=("studio.services",),
    gives=shape(Studio),
    **DRAWS,
)
def get_studio() -> Studio:
    with engine().read(current_actor()) as tx:
        return Studio(service_drafts.services(tx), service_drafts.drafts(tx), beginning.modules())


@operation(
    "GET",
    f"{SERVICE}/versions",
    Who.OFFICE,
    does=("სერვისის ვერსიები", "List the versions of a service"),
    pages=("studio.service",),
    gives=shape(Versions),
    **APPROVES,
)
def list_versions(service: str) -> Versions:
    with engine().read(current_actor()) as tx:
        versions.names(tx, service)
        return Versions(versions.listed(tx, service))


@operation(
    "GET",
    f"{SERVICE}/differences",
    Who.OFFICE,
    does=("ორი ვერსიის შედარება", "Compare two versions"),
    pages=("studio.differences",),
    asks=ComparedVersions,
    gives=Differences,
    **APPROVES,
)
def compare_versions(asked: dict[str, str], service: str) -> Comparison:
    with engine().read(current_actor()) as tx:
        return comparisons.of_versions(tx, service, asked["old"], asked["new"])


@operation(
    "GET",
    DRAFT,
    Who.OFFICE,
    does=("სერვისის სამუშაო ვერსია", "Get a draft of a service"),
    pages=("studio.draft",),
    gives=shape(DraftWithFiles),
    **DRAWS,
)
def get_service_draft(draft_id: UUID) -> DraftWithFiles:
    with engine().read(current_actor()) as tx:
        draft = service_drafts.draft(tx, draft_id)
        return DraftWithFiles(draft, service_drafts.files(tx, draft), service_drafts.newer(tx, draft_id))


@operation(
    "GET",
    f"{DRAFT}/files/<path:path>",
    Who.OFFICE,
    does=("სამუშაო ვერსიის ფაილი", "Get a file of a draft"),
    pages=(
        "studio.file",
        "studio.diagram",
        "studio.diagram_content",
        "studio.diagram_file",
        "studio.table",
        "studio.form",
        "studio.component",
        "studio.letter",
        "studio.part",
        "studio.names",
        "studio.texts",
    ),
    gives=shape(DraftText),
    **DRAWS,
)
def get_draft_file(draft_id: UUID, path: str) -> DraftText:
    with engine().read(current_actor()) as tx:
        found = service_drafts.file(tx, draft_id, path)
    g.version = found.revision
    return DraftText(path, found.content.decode(errors="replace"), found.revision)


@operation(
    "GET",
    f"{DRAFT}/findings",
    Who.OFFICE,
    does=("რას ამბობს შემოწმება სამუშაო ვერსიაზე", "See what validation says of a draft"),
    pages=("studio.findings",),
    gives=shape(Findings),
    **DRAWS,
)
def list_findings(draft_id: UUID) -> Findings:
    with engine().read(current_actor()) as tx:
        draft = service_drafts.draft(tx, draft_id)
        contents = service_drafts.contents(tx, draft_id)
    judgement = judge(draft.code, contents)
    return Findings(tuple(map(dict, judgement.findings)), judgement.errors)


@operation(
    "GET",
    f"{DRAFT}/differences",
    Who.OFFICE,
    does=("სამუშაო ვერსიის შედარება სხვა ვერსიასთან", "Compare a draft with a version"),
    pages=("studio.draft_differences",),
    asks=ComparedVersion,
    gives=Differences,
    **DRAWS,
)
def compare_draft(asked: dict[str, Any], draft_id: UUID) -> Comparison:
    with engine().read(current_actor()) as tx:
        return comparisons.of_draft(tx, draft_id, asked["version"])


@operation(
    "GET",
    f"{DRAFT}/package",
    Who.OFFICE,
    does=("სამუშაო ვერსია საქაღალდედ", "Get a draft as a folder"),
    pages=("studio.take_along",),
    file="application/zip",
    **DRAWS,
)
def get_package(draft_id: UUID) -> ResponseReturnValue:
    return packed(draft_id)


@operation(
    "GET",
    "/studio/publications",
    Who.OFFICE,
    does=("რა ელის მეორე პირს", "List what waits for a second person"),
    pages=("studio.publications",),
    gives=shape(PublishRequests),
    **APPROVES,
)
def list_publications() -> PublishRequests:
    with engine().read(current_actor()) as tx:
        return PublishRequests(publish_requests.waiting(tx))


@operation(
    "GET",
    "/studio/publications/<uuid:request_id>",
    Who.OFFICE,
    does=("მოთხოვნილი გამოქვეყნება", "Get a publication that was asked for"),
    pages=("studio.publication",),
    gives=shape(PublishRequest),
    **APPROVES,
)
def get_publication(request_id: UUID) -> PublishRequest:
    with engine().read(current_actor()) as tx:
        return publish_requests.one(tx, request_id)
