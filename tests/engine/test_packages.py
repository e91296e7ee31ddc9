"""Folders that come back from elsewhere: what was taken along is found again, what is hostile is refused."""

from __future__ import annotations

import io
import stat
import struct
import tracemalloc
import zipfile
from uuid import UUID

import pytest

from engine.catalogue.files import MAX_FILE_BYTES
from engine.errors import Rejected
from engine.studio import packages

DRAFT, OTHER = UUID(int=1), UUID(int=2)
CODE = "general.felling"
DIAGRAM = b'<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL"/>'
FILES = {
    "process.bpmn": (DIAGRAM, 3),
    "service.json": (b'{"code": "general.felling"}', 1),
    "documents/seal.svg": (b"<svg/>", 1),
}


def zipped(names: dict[str, bytes], *, compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", compression) as archive:
        for name, content in names.items():
            archive.writestr(name, content)
    return written.getvalue()


def folder(**names: bytes) -> dict[str, bytes]:
    """Return the names of an archive that would be a folder, with others beside."""
    return {"felling/service.json": b"{}", **names}


def refused(content: bytes) -> str:
    with pytest.raises(Rejected) as caught:
        packages.read_package(content)
    return caught.value.error_code


def test_folder__taken_along_and_brought_back__says_what_it_was_taken_from() -> None:
    imported = packages.read_package(packages.packed(CODE, DRAFT, FILES))

    assert imported.files == {path: content for path, (content, _) in FILES.items()}
    assert [packages.revision_taken(imported, draft, "process.bpmn") for draft in (DRAFT, OTHER)] == [3, None]
    assert [packages.is_as_taken(imported, draft, "process.bpmn") for draft in (DRAFT, OTHER)] == [
        True,
        False,
    ]


def test_folder__zipped_by_a_file_manager__is_read_without_what_that_leaves_behind() -> None:
    names = folder(**{"felling/README.md": b"a\r\nb", "__MACOSX/x": b"", "felling/.DS_Store": b""})

    imported = packages.read_package(zipped(names))

    assert imported.files == {"service.json": b"{}", "README.md": b"a\nb"}
    assert imported.draft is None


def test_diagram__alone__is_the_diagram_of_the_draft() -> None:
    assert packages.read_package(DIAGRAM).files == {"process.bpmn": DIAGRAM}


def test_files__that_no_draft_may_have__are_named_each_with_its_reason() -> None:
    own = {"documents/seal.svg": b"<svg/>"}
    bomb = b'<!DOCTYPE a [<!ENTITY b "x">]><a>&b;</a>'
    files = {
        "documents/seal.svg": b"<svg/>",
        "documents/other.svg": b"<svg onload='x'/>",
        "../elsewhere.json": b"{}",
        "forms\\a.form": b"{}",
        "/etc/passwd": b"",
        "process.bpmn": bomb,
        "forms/a.form": b"{",
        "README.md": b"fine",
        "tool.py": b"",
    }

    found = {
        path: refusal.error_code.partition(".")[2] for path, refusal in packages.refusals(files, own).items()
    }

    assert found == {
        "documents/other.svg": "picture_stays",
        "../elsewhere.json": "path_not_allowed",
        "forms\\a.form": "path_not_allowed",
        "/etc/passwd": "path_not_allowed",
        "process.bpmn": "file_unusable",
        "forms/a.form": "file_unusable",
        "tool.py": "path_not_allowed",
    }


def test_settings__of_another_service__are_refused() -> None:
    packages.check_service({"service.json": b'{"code": "general.felling"}'}, CODE)
    packages.check_service({"service.json": b"nonsense"}, CODE)  # which the draft refuses, or validation

    with pytest.raises(Rejected) as caught:
        packages.check_service({"service.json": b'{"code": "general.other"}'}, CODE)
    assert caught.value.error_code == "service_draft.other_service"


def test_archive__that_grows_beyond_a_service__is_not_unpacked() -> None:
    bomb = zipped(folder(**{f"felling/{n}.md": bytes(60 * MAX_FILE_BYTES) for n in range(3)}))
    assert len(bomb) < MAX_FILE_BYTES
    tracemalloc.start()

    assert refused(bomb) == "service_draft.too_large"

    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < 10 * MAX_FILE_BYTES
    many = zipped({f"felling/scenarios/a{n}.json": b"" for n in range(202)} | folder())
    assert refused(many) == "service_draft.too_large"
    list_of_contents = zipped({f"{n}/{'x' * 200}": b"" for n in range(1500)})
    assert refused(list_of_contents) == "service_draft.package_unusable"


def test_archive__that_is_damaged_locked_or_leads_elsewhere__is_refused() -> None:
    good = zipped(folder(**{"felling/README.md": b"fine" * 99}))
    link = zipfile.ZipInfo("felling/README.md")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as archive:
        archive.writestr("felling/service.json", b"{}")
        archive.writestr(link, b"/etc/passwd")
    at = good.rfind(b"PK\x05\x06")
    locked = bytearray(good)
    for sign, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        start = locked.find(sign)
        while start >= 0:
            struct.pack_into("<H", locked, start + place, 1)
            start = locked.find(sign, start + 4)

    for content in (
        b"",
        b"PK",
        b"nothing at all",
        good[: len(good) // 2],
        good[:40] + b"\xff\xff" + good[42:],
        bytes(locked),
        written.getvalue(),
        good[: at - 20] + b"PK\x06\x07" + bytes(16) + good[at:],
        zipped({"README.md": b"without settings"}),
    ):
        assert refused(content) == "service_draft.package_unusable", content[:60]
