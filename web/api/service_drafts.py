"""Drafts of services: begun, laid aside, and their files kept, under other names, or as they were before.

Nobody is overwritten unseen: each change names what was read.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask import g
from marshmallow import fields, validate

from engine.catalogue.files import MAX_FILE_BYTES
from engine.errors import NotFound
from engine.studio import named_files
from engine.studio.commands.service_drafts import (
    BeginNewService,
    BeginServiceDraft,
    DropServiceDraft,
    OtherFile,
    RemoveServiceFile,
    RenameServiceFile,
    SavedServiceFile,
    SaveServiceFile,
)
from engine.studio.contents import LONGEST_PATH, MOST_FILES
from engine.studio.named_files import Caller, Kind
from engine.studio.queries import service_drafts
from web.api.callers import Who
from web.api.operations import operation
from web.api.reading import sent_version
from web.api.sending import send
from web.api.shapes import shape
from web.api.shared import Strict, code_field, seen_number, text, words
from web.api.studio import CHANGES, DRAFT, DRAWS
from web.auth import current_actor
from web.engine_access import engine

FILE = f"{DRAFT}/files/<path:path>"
NAMED = f"{DRAFT}/named/<name:kind>/<name:name>"


class NewDraft(Strict):
    """Of which service a draft is begun; with `copy_as`, the last part of its code, it becomes a new one."""

    service = code_field()
    copy_as = text(40, required=False, load_default=None, allow_none=True)


class NewService(Strict):
    """A service that there is not yet: in which module, under which last part of its code, and its names."""

    module = text(40)
    name = text(40)
    names = words()


class FileContent(Strict):
    """A file as it is to stand."""

    content = fields.String(required=True, validate=validate.Length(max=MAX_FILE_BYTES + 1))


class SentFile(FileContent):
    """A file as it is to stand, and the revision that was read; 0 where there was none."""

    path = text(LONGEST_PATH)
    seen = seen_number()


class SentFiles(Strict):
    """Files that are kept together, or not at all."""

    files = fields.List(
        fields.Nested(SentFile), required=True, validate=validate.Length(min=1, max=MOST_FILES)
    )


class SeenFile(Strict):
    """State of the files of this name as the caller saw them."""

    seen = text(40)


class OtherName(SeenFile):
    """Another name, and how the files stood."""

    new_name = text(40)


@dataclass(frozen=True)
class BegunDraft:
    """The draft that was begun."""

    draft_id: UUID


@dataclass(frozen=True)
class NamedFile:
    """Files that others call by one name, and who calls them; a name that `is_fixed` stays."""

    paths: tuple[str, ...]
    seen: str
    is_fixed: bool
    callers: tuple[Caller, ...]


@operation(
    "POST",
    "/studio/drafts",
    Who.OFFICE,
    does=("სერვისის ან მისი ასლის სამუშაო ვერსიის დაწყება", "Begin a draft of a service, or of a copy"),
    pages=("studio.begin",),
    takes=NewDraft,
    gives=shape(BegunDraft),
    status=201,
    **CHANGES,
)
def begin_service_draft(body: dict[str, Any]) -> BegunDraft:
    return BegunDraft(send(BeginServiceDraft(body["service"], body["copy_as"])))


@operation(
    "POST",
    "/studio/services",
    Who.OFFICE,
    does=("ახალი სერვისის დაწყება", "Begin a service that there is not yet"),
    pages=("studio.begin_new",),
    takes=NewService,
    gives=shape(BegunDraft),
    status=201,
    **CHANGES,
)
def begin_new_service(body: dict[str, Any]) -> BegunDraft:
    return BegunDraft(send(BeginNewService(body["module"], body["name"], body["names"])))


@operation(
    "DELETE",
    DRAFT,
    Who.OFFICE,
    does=("სამუშაო ვერსიის გადადება", "Lay a draft aside"),
    pages=("studio.drop",),
    **CHANGES,
)
def drop_service_draft(draft_id: UUID) -> None:
    engine().send(DropServiceDraft(draft_id), actor=current_actor())


@operation(
    "PUT",
    FILE,
    Who.OFFICE,
    does=("სამუშაო ვერსიის ფაილის შენახვა", "Keep a file of a draft"),
    pages=(
        "studio.save",
        "studio.fix",
        "studio.new_table",
        "studio.new_form",
        "studio.new_letter",
        "studio.new_part",
        "studio.save_names",
    ),
    takes=FileContent,
    gives=shape(SavedServiceFile),
    has_version=True,
    **CHANGES,
)
def save_draft_file(body: dict[str, str], draft_id: UUID, path: str) -> SavedServiceFile:
    command = SaveServiceFile(draft_id, path, _bytes(body["content"]), sent_version())
    saved: SavedServiceFile = engine().send(command, actor=current_actor())
    g.version = saved.revision
    return saved


@operation(
    "POST",
    f"{DRAFT}/files",
    Who.OFFICE,
    does=("სამუშაო ვერსიის რამდენიმე ფაილის ერთად შენახვა", "Keep several files of a draft, all or none"),
    pages=(
        "studio.change_form",
        "studio.save_component",
        "studio.save_diagram",
        "studio.save_letter",
        "studio.save_part",
        "studio.save_texts",
    ),
    takes=SentFiles,
    gives=shape(SavedServiceFile),
    **CHANGES,
)
def save_draft_files(body: dict[str, Any], draft_id: UUID) -> SavedServiceFile:
    first, *others = [
        OtherFile(file["path"], _bytes(file["content"]), file["seen"]) for file in body["files"]
    ]
    saved: SavedServiceFile = send(
        SaveServiceFile(draft_id, first.path, first.content, first.seen, tuple(others))
    )
    return saved


@operation(
    "GET",
    NAMED,
    Who.OFFICE,
    does=("ვინ მიმართავს სამუშაო ვერსიის ფაილს სახელით", "See who calls a file of a draft by its name"),
    pages=("studio.named_file",),
    gives=shape(NamedFile),
    **DRAWS,
)
def get_named_file(draft_id: UUID, kind: str, name: str) -> NamedFile:
    of = _kind(kind)
    with engine().read(current_actor()) as tx:
        service_drafts.draft(tx, draft_id)
        files = service_drafts.contents(tx, draft_id)
        paths = named_files.paths_of(files, of, name)
        seen = "-".join(str(service_drafts.file(tx, draft_id, path).revision) for path in paths)
    if not paths:
        raise NotFound
    callers = named_files.callers(files, of, name)
    return NamedFile(paths, seen, any(caller.is_fixed for caller in callers), callers)


@operation(
    "POST",
    f"{NAMED}/name",
    Who.OFFICE,
    does=(
        "ფაილისთვის სხვა სახელის დარქმევა ყველგან, სადაც მას მიმართავენ",
        "Give a file another name wherever it is called",
    ),
    pages=("studio.change_named_file",),
    takes=OtherName,
    **CHANGES,
)
def rename_draft_file(body: dict[str, str], draft_id: UUID, kind: str, name: str) -> None:
    send(RenameServiceFile(draft_id, _kind(kind).value, name, body["seen"], body["new_name"]))


@operation(
    "DELETE",
    NAMED,
    Who.OFFICE,
    does=("ფაილის ამოღება სამუშაო ვერსიიდან", "Take a file out of a draft"),
    pages=("studio.change_named_file",),
    asks=SeenFile,
    **CHANGES,
)
def remove_draft_file(asked: dict[str, str], draft_id: UUID, kind: str, name: str) -> None:
    command = RemoveServiceFile(draft_id, _kind(kind).value, name, asked["seen"])
    engine().send(command, actor=current_actor())


def _kind(said: str) -> Kind:
    try:
        return Kind(said)
    except ValueError:
        raise NotFound from None


def _bytes(content: str) -> bytes:
    """Return a text with the plain ends of lines, as files have them."""
    return content.replace("\r\n", "\n").encode()
