"""Signed files and packages, spoilt: each is refused in words or judged; none is believed that was changed.

What lies behind the last signature (proof, and room within the place of a signature) may be spoilt without
harm; so "believed" is judged by the signed bytes.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import cache
from random import Random

from pyhanko.pdf_utils.reader import PdfFileReader

from engine.clock import SettableClock
from engine.documents.pdf import render_pdf
from engine.scenarios.signers import Signers
from signing.archiving import renew
from signing.container import read_container
from signing.errors import Refused
from signing.evidence import SignatureTrust
from signing.examine import examine
from signing.package import Part, pack
from signing.pades import finish, prepare
from signing.report import Verdict
from signing.timeline import TIMELINE
from signing.verify import verify
from tests.signing.documents import asic

NOW = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
NUMBER = "01001000088"
_WORDS = (b"/ByteRange", b"/Contents", b"/V", b"endobj", b"xref", b"%%EOF", b"<<", b">>", b"[", b"0 R", b"\0")


@cache
def signers() -> Signers:
    return Signers(SettableClock(NOW), NOW)


@cache
def signed_pdf() -> bytes:
    """Return a file with one signature."""
    card, rules = signers().card(NUMBER), signers().rules
    pdf = render_pdf("<h1>TEST</h1>", title="TEST", language="en").content
    prepared = prepare(pdf, card.certificate, title="TEST", place="TEST", at=NOW)
    signature = card.sign(prepared.attributes)
    return finish(
        prepared,
        signature,
        certificate=card.certificate,
        trust=rules.trust,
        outside=rules.outside,
        at=NOW,
    )


@cache
def packed() -> bytes:
    """Return a package with that file."""
    timeline = b'{"events": [], "count": 0, "head": "' + b"00" * 32 + b'"}'
    parts = [
        Part("order.pdf", "application/pdf", signed_pdf()),
        Part(TIMELINE, "application/json", timeline),
    ]
    return pack(parts, trust=signers().rules.trust, outside=signers().rules.outside, at=NOW)


@cache
def agreed() -> bytes:
    """Return a container signed in XML, as other people's programs make them."""
    maker = asic.of_card(signers().card(NUMBER), signers().rules, NOW)
    return asic.signed(maker, {"order.pdf": signed_pdf(), "plan.txt": b"plan"})


@cache
def archived() -> bytes:
    """Return that container with an archive stamp over all of it."""
    rules = signers().rules
    return renew(agreed(), trust=rules.trust, outside=rules.outside, at=NOW)


def spoilt(content: bytes, chance: Random) -> bytes:
    """Return the bytes with one to four things done to them."""
    made = bytearray(content)
    for _ in range(chance.randint(1, 3)):
        at = chance.randrange(len(made))
        way = chance.choices(range(6), (8, 1, 1, 4, 4, 1))[0]
        if way == 0:
            made[at] ^= 1 << chance.randrange(8)
        elif way == 1:
            del made[at : at + chance.randint(1, 200)]
        elif way == 2:
            made[at:at] = chance.choice(_WORDS) * chance.randint(1, 3)
        elif way == 3:
            other = chance.randrange(len(made))
            made[at : at + 40] = made[other : other + 40]
        elif way == 4:
            made[at : at + 8] = chance.randbytes(8)
        else:
            del made[max(at, 100) :]
        if not made:
            made = bytearray(b"%PDF")
    return bytes(made)


def spoilt_package(content: bytes, chance: Random) -> bytes:
    """Return the package with one of its files spoilt, or the container itself."""
    if chance.random() < 0.2:
        return spoilt(content, chance)
    with zipfile.ZipFile(io.BytesIO(content)) as zipped:
        files = {name: zipped.read(name) for name in zipped.namelist()}
    name = chance.choice(sorted(files))
    files[name] = spoilt(files[name], chance)
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as zipped:
        for one, inside in files.items():
            zipped.writestr(one, inside)
    return made.getvalue()


def judge_pdf(content: bytes) -> str:
    """Return how it ended: `refused`, a verdict, or `unsigned`. Raises `AssertionError` on a false accept."""
    try:
        report = verify(content, trust=_trust(), at=NOW)
    except Refused:
        return "refused"
    if report.verdict is Verdict.VALID:
        _refuse_false(content)
    return report.verdict or "unsigned"


def judge_package(content: bytes) -> str:
    return _judge_container(content, packed())


def judge_agreed(content: bytes) -> str:
    return _judge_container(content, agreed())


def _judge_container(content: bytes, whole: bytes) -> str:
    try:
        report = examine(content, trust=_trust(), at=NOW)
    except Refused:
        return "refused"
    if report.verdict is Verdict.VALID:
        assert _unpacked(content) == _unpacked(whole), "a changed container was believed"
        assert [one.found.number for one in report.signatures] in ([], [NUMBER]), "somebody else has signed"
    return report.verdict


def _trust() -> SignatureTrust:
    return signers().rules.trust


def _refuse_false(content: bytes) -> None:
    _, begins, ends, rest = _spans(signed_pdf())
    original = signed_pdf()
    assert content[:begins] == original[:begins], "changed before the signature, and believed"
    assert content[ends : ends + rest] == original[ends : ends + rest], "changed behind it, and believed"


@cache
def _spans(pdf: bytes) -> tuple[int, ...]:
    (signature,) = PdfFileReader(io.BytesIO(pdf)).embedded_signatures
    return tuple(int(number) for number in signature.byte_range)


def _unpacked(content: bytes) -> Mapping[str, bytes]:
    return read_container(content).files
