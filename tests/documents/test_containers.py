"""Signed containers are taken where they were asked for, and only with files that would be taken alone."""

from __future__ import annotations

import io
import zipfile

import pytest

from engine.documents.examination import containers
from engine.documents.sniff import ASICE, ASICS
from engine.documents.uploads import Upload, take_in
from engine.errors import Rejected
from signing.container import SIMPLE
from signing.package import zipped
from tests.documents.made_files import a_pdf, a_picture, a_zip

SIGNATURES = b'<a:XAdESSignatures xmlns:a="http://uri.etsi.org/02918/v1.2.1#"/>'


def packed(files: dict[str, bytes], *, signatures: bytes | None = SIGNATURES) -> bytes:
    """Return a container with these files, and signatures that nobody has to look at here."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as zipped:
        zipped.writestr(zipfile.ZipInfo("mimetype"), ASICE)
        for name, content in files.items():
            zipped.writestr(name, content)
        if signatures is not None:
            zipped.writestr("META-INF/signatures0.xml", signatures)
    return made.getvalue()


def taken(content: bytes, *, asked: bool = True) -> Upload:
    return take_in(content, "contract.SCE", max_bytes=10 * 2**20, takes_containers=asked)


def test_container__with_what_would_be_taken_alone__stays_as_it_came() -> None:
    files = {"a.pdf": a_pdf(), "b/c.jpg": a_picture("JPEG"), "d.xml": b"<?xml version='1.0'?><d/>"}
    content = packed(files)

    assert taken(content) == Upload(content, ASICE, "contract.SCE")


@pytest.mark.parametrize(
    ("files", "code"),
    [
        ({"a.pdf": b"MZ" + bytes(100)}, "container_file"),
        ({"a.zip": a_zip(a=b"text")}, "container_file"),
        ({"a.html": b"<html><script>1</script></html>"}, "container_file"),
        ({"a.txt": b"<script>1</script>"}, "container_file"),
        ({"a.txt": b"\xff\xfe"}, "container_file"),
        ({"a.exe": a_pdf()}, "container_file"),
        ({"a.asice": packed({"b.txt": b"b"})}, "container_file"),
        ({"../a.txt": b"a"}, "damaged"),
        ({f"{number}.txt": b"a" for number in range(51)}, "container_too_large"),
        ({"a.txt": bytes(61 * 2**20)}, "container_too_large"),
    ],
    ids=["program", "archive", "page", "script", "bytes", "disguised", "nested", "elsewhere", "many", "bomb"],
)
def test_container__with_anything_else__is_refused(files: dict[str, bytes], code: str) -> None:
    with pytest.raises(Rejected) as refused:
        containers.work(packed(files), {"type": ASICE})  # without its child, which the others begin

    assert refused.value.error_code == f"document.{code}"


def test_simple_container__stays_as_it_came_under_its_own_kind() -> None:
    content = zipped({"a.pdf": a_pdf(), "META-INF/signatures.xml": SIGNATURES}, SIMPLE)

    assert taken(content) == Upload(content, ASICS, "contract.asics")
    with pytest.raises(Rejected) as refused:
        taken(content, asked=False)
    assert refused.value.error_code == "document.container_refused"


def test_container__that_nobody_signed__is_refused() -> None:
    with pytest.raises(Rejected) as refused:
        taken(packed({"a.txt": b"a"}, signatures=None))

    assert refused.value.error_code == "document.container_unsigned"


def test_container__that_nobody_asked_for__is_refused_in_its_own_words() -> None:
    with pytest.raises(Rejected) as refused:
        taken(packed({"a.txt": b"a"}), asked=False)

    assert refused.value.error_code == "document.container_refused"
