"""Uploads are judged by content; the files here are made by real programs where that matters."""

from __future__ import annotations

import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.documents.sniff import HEIC, JPEG, PDF, PNG, WEBP, kind_of, recognise
from engine.errors import Rejected
from tests.documents.made_files import a_pdf, a_picture, a_zip, heic, pdf_and_zip

MINE = {
    PDF: a_pdf(),
    JPEG: a_picture("JPEG"),
    PNG: a_picture("PNG"),
    HEIC: heic(),
    WEBP: a_picture("WEBP"),
}


def refusal(content: bytes) -> str:
    with pytest.raises(Rejected) as failed:
        kind_of(content)
    return failed.value.error_code.removeprefix("document.")


@pytest.mark.parametrize("media_type", sorted(MINE))
def test_kind__real_file__is_recognised(media_type: str) -> None:
    assert kind_of(MINE[media_type]) == media_type


@pytest.mark.parametrize("options", [{"progressive": True}, {"optimize": True}, {"comment": b"x" * 60_000}])
def test_kind__other_kinds_of_jpeg__are_recognised(options: dict[str, object]) -> None:
    assert kind_of(a_picture("JPEG", **options)) == JPEG


def test_kind__jpeg_with_a_film_appended__is_accepted() -> None:
    assert kind_of(MINE[JPEG] + b"MotionPhoto_Data" * 9) == JPEG


@pytest.mark.parametrize(
    ("content", "refused"),
    [
        (b"", "empty"),
        (b"\0" * 1000, "type_refused"),
        (b"GIF89a" + b"\0" * 20, "type_refused"),
        (b"%PDF-9.9\n", "damaged"),
        (b"\0" + a_pdf(), "damaged"),
        (b"<html><script>alert(1)</script></html>", "page_refused"),
        (b"\xef\xbb\xbf  <!DOCTYPE html>", "page_refused"),
        ("<html>".encode("utf-16"), "page_refused"),
        (b"<?xml version='1.0'?><svg xmlns='http://www.w3.org/2000/svg' onload='x()'/>", "page_refused"),
        (b"<svg/>", "page_refused"),
        (b"MZ" + b"\0" * 20, "program_refused"),
        (b"\x7fELF" + b"\0" * 20, "program_refused"),
        (b"#!/bin/sh\nrm -r /", "program_refused"),
        (a_zip(a=b"text"), "archive_refused"),
        (b"PK\x03\x04" + b"\0" * 20, "archive_refused"),
        (b"Rar!\x1a\x07\x01\x00", "archive_refused"),
        (b"7z\xbc\xaf\x27\x1c\0\4", "archive_refused"),
        (b"\x1f\x8b\x08\0", "archive_refused"),
        (b"\0" * 257 + b"ustar\x0000" + b"\0" * 250, "archive_refused"),
        (a_zip(word__document=b"<w/>", word__vbaProject=b"\xd0\xcf"), "office_refused"),
        (a_zip(xl__workbook=b"<x/>"), "office_refused"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "office_refused"),
        (b"{\\rtf1 text}", "office_refused"),
    ],
)
def test_kind__what_can_not_be_taken__is_refused_with_words_of_its_own(content: bytes, refused: str) -> None:
    assert refusal(content) == refused


@pytest.mark.parametrize(
    "content",
    [
        MINE[JPEG] + a_zip(a=b"x"),
        pdf_and_zip(),
        a_pdf().replace(b"%PDF-1.7\n", b"%PDF-1.7\n%<html><script>alert(1)</script>\n", 1),
        a_pdf().replace(b"startxref", b"% Rar!\x1a\x07\x01\x00 \nstartxref", 1),
    ],
)
def test_kind__two_files_in_one__are_refused(content: bytes) -> None:
    assert refusal(content) == "two_in_one"


@pytest.mark.parametrize("media_type", sorted(MINE))
@given(share=st.floats(min_value=0.05, max_value=0.98))
def test_kind__cut_off__is_refused(media_type: str, share: float) -> None:
    content = MINE[media_type]
    part = content[: max(int(len(content) * share), 40)]

    assert refusal(part) == "damaged"


def test_kind__heic_cut_off_before_its_picture__is_refused() -> None:
    content = MINE[HEIC]

    assert refusal(content[: content.index(b"mdat") - 4]) == "damaged"


def test_kind__png_with_something_behind_it__is_refused() -> None:
    assert refusal(MINE[PNG] + b"<script>") == "damaged"


def test_kind__png_with_a_flipped_bit__is_refused() -> None:
    altered = bytearray(MINE[PNG])
    altered[45] ^= 1

    assert refusal(bytes(altered)) == "damaged"


@pytest.mark.parametrize("first", [b"\0\0\0\x07", struct.pack(">I", 2**31), b"\0\0\0\1"])
def test_kind__heic_whose_boxes_lie__is_refused(first: bytes) -> None:
    altered = first + MINE[HEIC][4:]

    assert refusal(altered) in ("damaged", "type_refused")


HEADS = (
    b"",
    b"%PDF-1.7\n",
    b"\x89PNG\r\n\x1a\n",
    b"\xff\xd8\xff",
    b"\0\0\0\x18ftypheic",
    b"RIFF\0\0\0\0WEBP",
)


@given(st.binary(max_size=300), st.sampled_from((*HEADS, b"PK\x03\x04")))
def test_kind__any_bytes__are_accepted_or_refused_but_never_crash(tail: bytes, head: bytes) -> None:
    try:
        found = kind_of(head + tail)
    except Rejected:
        return

    assert found == recognise(head + tail)
