"""Uploads are judged by content; the files here are made by real programs where that matters."""

from __future__ import annotations

import io
import unicodedata

import pytest
import weasyprint
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from engine.documents.sniff import JPEG, PDF, PNG, Upload, accept_upload, clean_name, recognise
from engine.errors import Rejected


def a_picture(kind: str, size: tuple[int, int] = (40, 30), **options: object) -> bytes:
    target = io.BytesIO()
    Image.new("RGB", size, "white").save(target, kind, **options)
    return target.getvalue()


PICTURE_JPEG = a_picture("JPEG")
PICTURE_PNG = a_picture("PNG")
PAGE_PDF: bytes = weasyprint.HTML(string="<p>განცხადება</p>").write_pdf()
MINE = {PDF: (PAGE_PDF, "a.pdf"), JPEG: (PICTURE_JPEG, "a.jpg"), PNG: (PICTURE_PNG, "a.png")}


def refusal(content: bytes, name: str = "a.pdf", **options: object) -> Rejected:
    with pytest.raises(Rejected) as failed:
        accept_upload(content, name, **options)
    return failed.value


@pytest.mark.parametrize("media_type", sorted(MINE))
def test_upload__real_file__is_recognised(media_type: str) -> None:
    content, name = MINE[media_type]

    upload = accept_upload(content, name, declared_type=media_type)

    assert upload == Upload(media_type, name, len(content))


@pytest.mark.parametrize("options", [{"progressive": True}, {"optimize": True}, {"comment": b"x" * 60_000}])
def test_upload__other_kinds_of_jpeg__are_recognised(options: dict[str, object]) -> None:
    assert accept_upload(a_picture("JPEG", **options), "a.jpeg").media_type == JPEG


def test_upload__jpeg_with_a_film_appended__is_accepted() -> None:
    assert accept_upload(PICTURE_JPEG + b"MotionPhoto_Data" * 9, "a.jpg").media_type == JPEG


@pytest.mark.parametrize("declared", ["", "application/octet-stream", "image/jpg", "IMAGE/JPEG; x=1"])
def test_upload__type_undeclared_or_declared_loosely__is_no_obstacle(declared: str) -> None:
    assert accept_upload(PICTURE_JPEG, "a.JPG", declared_type=declared).media_type == JPEG


@pytest.mark.parametrize("name", ["განცხადება", "სკანი 12.05.2026", ""])
def test_upload__name_without_extension__is_no_obstacle(name: str) -> None:
    assert accept_upload(PAGE_PDF, name).media_type == PDF


@pytest.mark.parametrize(
    ("content", "name", "declared"),
    [
        (PICTURE_PNG, "a.pdf", ""),
        (PICTURE_PNG, "a.png", "application/pdf"),
        (PAGE_PDF, "a.pdf.exe", ""),
        (PAGE_PDF, "a.html", "text/html"),
        (PICTURE_JPEG, "a.png", "image/png"),
    ],
)
def test_upload__claims_another_type__is_refused(content: bytes, name: str, declared: str) -> None:
    assert refusal(content, name, declared_type=declared).error_code == "document.type_refused"


@pytest.mark.parametrize(
    "content",
    [
        b"<html><script>alert(1)</script></html>",
        b"\x00" + PAGE_PDF,
        b"%PDF-9.9\n",
        b"GIF89a" + b"\x00" * 20,
        b"PK\x03\x04" + b"\x00" * 20,
        b"MZ" + b"\x00" * 20,
    ],
)
def test_upload__unknown_content__is_refused_whatever_its_name(content: bytes) -> None:
    assert refusal(content).error_code == "document.type_refused"


def test_upload__kind_not_allowed_here__is_refused() -> None:
    failed = refusal(PAGE_PDF, allowed=(JPEG, PNG))

    assert failed.params == {"found": PDF, "allowed": [JPEG, PNG]}


def test_upload__empty__is_refused() -> None:
    assert refusal(b"").error_code == "document.empty"


def test_upload__one_byte_over_the_limit__is_refused() -> None:
    assert accept_upload(PAGE_PDF, "a.pdf", max_bytes=len(PAGE_PDF))
    assert refusal(PAGE_PDF, max_bytes=len(PAGE_PDF) - 1).error_code == "document.too_large"


@pytest.mark.parametrize("media_type", sorted(MINE))
@given(share=st.floats(min_value=0.05, max_value=0.98))
def test_upload__cut_off__is_refused_as_damaged(media_type: str, share: float) -> None:
    content, name = MINE[media_type]
    part = content[: max(int(len(content) * share), 12)]

    assert refusal(part, name).error_code == "document.damaged"


def test_upload__png_with_something_behind_it__is_refused() -> None:
    assert refusal(PICTURE_PNG + b"<script>", "a.png").error_code == "document.damaged"


def test_upload__png_with_a_flipped_bit__is_refused() -> None:
    altered = bytearray(PICTURE_PNG)
    altered[45] ^= 1

    assert refusal(bytes(altered), "a.png").error_code == "document.damaged"


def test_upload__picture_of_billions_of_points__is_refused() -> None:
    head = bytearray(PICTURE_JPEG)
    at = head.index(b"\xff\xc0")
    head[at + 5 : at + 9] = b"\xff\xff\xff\xff"

    assert refusal(bytes(head), "a.jpg").error_code == "document.damaged"


def test_upload__encrypted_pdf__is_refused() -> None:
    locked = PAGE_PDF.replace(b"/Root", b"/Encrypt 9 0 R /Root", 1)
    assert locked != PAGE_PDF

    assert refusal(locked).error_code == "document.encrypted"


@given(st.binary(max_size=300), st.sampled_from([b"", b"%PDF-1.7\n", b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff"]))
def test_upload__any_bytes__are_accepted_or_refused_but_never_crash(tail: bytes, head: bytes) -> None:
    try:
        upload = accept_upload(head + tail, "a")
    except Rejected:
        return

    assert upload.media_type == recognise(head + tail)


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("C:\\Users\\ნინო\\სკანი.pdf", "სკანი.pdf"),
        ("../../etc/passwd", "passwd"),
        ("a\r\nSet-Cookie: x.pdf", "aSet-Cookie x.pdf"),
        ("gpj.‮exe.pdf", "gpj.exe.pdf"),
        ('"a";b.png', "a b.png"),
        ("...", "document"),
        ("  ", "document"),
    ],
)
def test_name__deceiving_or_harmful__is_cleaned(name: str, shown: str) -> None:
    assert clean_name(name) == shown


@given(st.text(max_size=300))
def test_name__any_text__becomes_short_and_printable_and_stays_so(name: str) -> None:
    shown = clean_name(name)

    assert 0 < len(shown) <= 120
    assert not any(unicodedata.category(sign).startswith("C") for sign in shown)
    assert clean_name(shown) == shown
