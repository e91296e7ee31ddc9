"""Names of uploads: readable in every script, and harmless wherever they go."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.documents.names import clean_name, honest_name
from engine.documents.sniff import JPEG, PDF, PNG


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("C:\\Users\\ნინო\\სკანი.pdf", "სკანი.pdf"),
        ("ცნობა ოჯახის შესახებ №5.pdf", "ცნობა ოჯახის შესახებ №5.pdf"),
        ("../../etc/passwd", "passwd"),
        ("..\\..\\windows\\system32\\a.pdf", "a.pdf"),
        ("a\r\nSet-Cookie: x.pdf", "aSet-Cookie x.pdf"),
        ("gpj.‮exe.pdf", "gpj.exe.pdf"),
        ("a\0b.pdf", "ab.pdf"),
        ('"a";b.png', "a b.png"),
        ("...", "document"),
        ("  ", "document"),
        ("/", "document"),
        ("%2e%2e%2fa.pdf", "2e 2e 2fa.pdf"),
    ],
)
def test_name__deceiving_or_harmful__is_cleaned(name: str, shown: str) -> None:
    assert clean_name(name) == shown


@pytest.mark.parametrize(
    ("name", "media_type", "shown"),
    [
        ("სკანი.pdf", PDF, "სკანი.pdf"),
        ("სკანი 12.05.2026", PDF, "სკანი 12.05.2026.pdf"),
        ("IMG_0001.HEIC", JPEG, "IMG_0001.jpg"),
        ("IMG_0001.JPEG", JPEG, "IMG_0001.JPEG"),
        ("photo.webp", PNG, "photo.png"),
        ("order.pdf.exe", PDF, "order.pdf"),
        ("picture.exe.jpg", JPEG, "picture.exe.jpg"),
        ("order.html", PDF, "order.pdf"),
        ("order.png", PDF, "order.pdf"),
        ("", JPEG, "document.jpg"),
    ],
)
def test_name__of_a_kept_file__says_what_is_kept(name: str, media_type: str, shown: str) -> None:
    assert honest_name(name, media_type) == shown


@given(st.text(max_size=300), st.sampled_from([PDF, JPEG, PNG]))
def test_name__any_text__becomes_short_and_printable_and_stays_so(name: str, media_type: str) -> None:
    shown = honest_name(name, media_type)

    assert 0 < len(shown) <= 120
    assert len(shown.encode()) <= 255
    assert not any(unicodedata.category(sign).startswith("C") for sign in shown)
    assert honest_name(shown, media_type) == shown
    assert clean_name(shown) == shown
