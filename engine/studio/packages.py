"""A service's folder as a ZIP: written for whoever takes it along, read again from whoever brings it back.

What is brought is hostile until it is read: nothing is unpacked to a disk, and nothing larger than a service
may be is unpacked at all. Refuses to know SQL, and what the files mean.
"""

from __future__ import annotations

import hashlib
import io
import json
import stat
import struct
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Final
from uuid import UUID

from engine.catalogue.blocks import folder_of
from engine.catalogue.files import MAX_FILE_BYTES, MAX_TREE_BYTES
from engine.errors import Rejected
from engine.studio.contents import MOST_FILES, PICTURES, FileTooLarge, check_content, check_path

DIAGRAM: Final = "process.bpmn"
SETTINGS: Final = "service.json"
# Which states were taken along; a name that is neither read nor published as a file of a service.
TAKEN: Final = ".taken.json"
LARGEST: Final = 12 * 1024 * 1024  # of what is sent
LARGEST_DIRECTORY: Final = 256 * 1024
_END: Final = struct.Struct("<4s4H2LH")
_DAMAGED: Final = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    NotImplementedError,
    RuntimeError,
    UnicodeDecodeError,
    ValueError,
    struct.error,
)


class PackageUnusable(Rejected):
    """Unusable package: what was brought is neither a diagram nor a ZIP of a service's folder."""

    code = "service_draft.package_unusable"


class OtherService(Rejected):
    """The folder is of another service."""

    code = "service_draft.other_service"


class PictureStays(Rejected):
    """Pictures come with the draft and are not changed in the browser."""

    code = "service_draft.picture_stays"


@dataclass(frozen=True)
class PackagedFile:
    """A file as it was taken along."""

    revision: int
    digest: str


@dataclass(frozen=True)
class Package:
    """Package that was brought: files by path in the service's folder; what was taken of which draft."""

    files: Mapping[str, bytes]
    draft: str | None
    taken: Mapping[str, PackagedFile]


def packed(code: str, draft_id: UUID, files: Mapping[str, tuple[bytes, int]]) -> bytes:
    """Return the folder of a service as `mms publish` takes it; of each file its content and revision."""
    taken = {path: [revision, _digest(content)] for path, (content, revision) in files.items()}
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, (content, _) in files.items():
            archive.writestr(f"{folder_of(code)}/{path}", content)
        archive.writestr(f"{folder_of(code)}/{TAKEN}", json.dumps({"draft": str(draft_id), "files": taken}))
    return written.getvalue()


def read_package(content: bytes) -> Package:
    """Return what was brought: the files of a folder, or a diagram alone. Raises `PackageUnusable`."""
    if len(content) > LARGEST:
        raise FileTooLarge(path="ZIP", limit=LARGEST // 1024 // 1024)
    if content[:2] == b"PK":
        return _folder(_unpacked(content))
    if content.lstrip(b"\xef\xbb\xbf \r\n\t")[:1] != b"<":
        raise PackageUnusable(detail="ZIP")
    return Package({DIAGRAM: content}, None, {})


def refusals(files: Mapping[str, bytes], own: Mapping[str, bytes]) -> dict[str, Rejected]:
    """Return why files can't be kept in a draft that has these of its own, by path."""
    found: dict[str, Rejected] = {}
    for path, content in files.items():
        try:
            if path.endswith(PICTURES):
                if own.get(path) != content:
                    raise PictureStays(path=path[:150])
                continue
            check_path(path)
            check_content(path, content)
        except Rejected as refused:
            found[path] = refused
    return found


def check_service(files: Mapping[str, bytes], code: str) -> None:
    """Raise `OtherService` if the settings say that they are of another service."""
    try:
        said = json.loads(files[SETTINGS])
    except (KeyError, ValueError, RecursionError):
        return
    other = said.get("code") if isinstance(said, dict) else None
    if isinstance(other, str) and other != code:
        raise OtherService(service=code, other=other[:80])


def is_as_taken(package: Package, draft_id: UUID, path: str) -> bool:
    """Say whether the file was taken along from this draft and not changed since."""
    taken = package.taken.get(path) if package.draft == str(draft_id) else None
    return taken is not None and taken.digest == _digest(package.files[path])


def revision_taken(package: Package, draft_id: UUID, path: str) -> int | None:
    """Return the revision of the file that was taken along from this draft."""
    taken = package.taken.get(path) if package.draft == str(draft_id) else None
    return None if taken is None else taken.revision


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _unpacked(content: bytes) -> dict[str, bytes]:
    """Return the files of an archive by their names in it, what file managers leave behind aside."""
    found: dict[str, bytes] = {}
    size = 0
    try:
        _check_directory(content)
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            for member in archive.infolist():
                if member.is_dir() or _is_left_behind(member.filename):
                    continue
                if member.filename in found or stat.S_ISLNK(member.external_attr >> 16):
                    raise PackageUnusable(detail=member.filename[:80])
                with archive.open(member) as file:
                    found[member.filename] = read = file.read(MAX_FILE_BYTES + 1)
                size += len(read)
                if len(read) > MAX_FILE_BYTES or size > MAX_TREE_BYTES or len(found) > MOST_FILES + 1:
                    raise FileTooLarge(path=member.filename[:80], limit=MAX_FILE_BYTES // 1024 // 1024)
    except _DAMAGED as damage:
        if isinstance(damage, Rejected):
            raise
        raise PackageUnusable(detail="ZIP") from None
    return found


def _check_directory(content: bytes) -> None:
    """Raise `PackageUnusable` for a list of contents that is no service's, before it is read."""
    at = content.rfind(b"PK\x05\x06")
    if at < 0 or content[at - 20 : at - 16] == b"PK\x06\x07":
        raise PackageUnusable(detail="ZIP")
    if _END.unpack_from(content, at)[5] > LARGEST_DIRECTORY:
        raise PackageUnusable(detail="ZIP")


def _is_left_behind(name: str) -> bool:
    parts = PurePosixPath(name).parts
    if parts and parts[-1] == TAKEN:
        return False
    return any(part.startswith(".") and part != ".." or part == "__MACOSX" for part in parts)


def _folder(found: Mapping[str, bytes]) -> Package:
    """Return the files below the folder that has the settings, without the folder's name."""
    settings = [name for name in found if PurePosixPath(name).name == SETTINGS]
    if not settings:
        raise PackageUnusable(detail=SETTINGS)
    folder = min(settings, key=lambda name: name.count("/")).removesuffix(SETTINGS)
    files = {name.removeprefix(folder): content for name, content in found.items()}
    draft, taken = _taken(files.pop(TAKEN, b""))
    return Package({path: _plain(path, content) for path, content in files.items()}, draft, taken)


def _plain(path: str, content: bytes) -> bytes:
    """Return a text with the plain ends of lines; some tools write their own."""
    return content if path.endswith(PICTURES) else content.replace(b"\r\n", b"\n")


def _taken(content: bytes) -> tuple[str | None, dict[str, PackagedFile]]:
    """Return what was taken along of which draft; whoever writes nonsense there has taken nothing along."""
    try:
        said = json.loads(content)
        taken = {
            path: PackagedFile(int(revision), str(digest))
            for path, (revision, digest) in said["files"].items()
        }
        return str(said["draft"]), taken
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return None, {}
