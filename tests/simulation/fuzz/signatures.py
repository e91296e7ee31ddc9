"""Signed files and packages, spoilt: each is refused in words or judged; none is believed that was changed.

What lies behind the last signature (proof, and room within the place of a signature) may be spoilt without
harm; so "believed" is judged by the signed bytes.
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from functools import cache

from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.timestamps.dummy_client import DummyTimeStamper

from engine.clock import SettableClock
from engine.documents.pdf import render_pdf
from engine.scenarios.signers import Signers, _time_key
from signing.archiving import renew
from signing.cms_file import examine_cms
from signing.cms_signature import read_cms
from signing.container import SIMPLE, read_container
from signing.errors import Refused, SigningError
from signing.evidence import Evidence, SignatureTrust, gather
from signing.examine import examine
from signing.manifest import written
from signing.official import accept, offered
from signing.package import Part, pack, zipped
from signing.package_report import PackageReport
from signing.pades import finish, prepare
from signing.pdf_file import asn1
from signing.report import Verdict
from signing.timeline import TIMELINE
from signing.verify import verify
from tests.pki.country import Holder
from tests.signing.documents import asic, cms_files
from tests.signing.documents.elsewhere import private
from tests.signing.documents.test_official import by_program

NOW = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
NUMBER = "01001000088"
FILE = b"contract"


class FalseAccept(AssertionError):
    """What was changed is believed."""


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


def made_elsewhere(content: bytes, *, is_inside: bool = False) -> bytes:
    """Return a signature in CMS, as other people's programs make it."""
    land, card = signers(), signers().card(NUMBER)
    holder, clock = Holder(card.key, card.certificate), Holder(_time_key(), land._stamper)
    stamps = DummyTimeStamper(asn1(clock.certificate), private(clock), fixed_dt=NOW)
    trust, roots = land.rules.trust, land.rules.trust.signers.roots
    whose = (
        (card.certificate, trust.signers.issuers[0]),
        (clock.certificate, trust.stamps.trust.issuers[0]),
    )
    proof = Evidence()
    for certificate, issuer in whose:
        proof += gather(certificate, issuer, roots, trust=trust, at=NOW, outside=land.rules.outside)
    ways = {"put": cms_files.among_lists, "proof": proof, "is_inside": is_inside, "timestamper": stamps}
    return cms_files.made(content, holder, land._issuer, **ways)


@cache
def enclosed() -> bytes:
    """Return a signature around a file."""
    return made_elsewhere(FILE, is_inside=True)


@cache
def detached() -> bytes:
    """Return a signature with the file behind it, the length before both."""
    return paired(made_elsewhere(FILE), FILE)


def paired(signature: bytes, file: bytes) -> bytes:
    return len(signature).to_bytes(4) + signature + file


def parted(pair: bytes) -> tuple[bytes, bytes]:
    length = int.from_bytes(pair[:4])
    return pair[4 : 4 + length], pair[4 + length :]


@cache
def listed() -> bytes:
    """Return a container signed in CMS over a manifest."""
    files = {"order.pdf": signed_pdf(), "plan.txt": b"plan"}
    named = ((name, "", hashlib.sha256(file).digest()) for name, file in files.items())
    manifest = written(named, over="META-INF/signature1.p7s", kind="application/x-pkcs7-signature")
    return asic.container(files, ASiCManifest_xml=manifest, signature1_p7s=made_elsewhere(manifest))


@cache
def simple_in_cms() -> bytes:
    return zipped({"contract.txt": FILE, "META-INF/signature.p7s": made_elsewhere(FILE)}, SIMPLE)


@cache
def simple_in_xml() -> bytes:
    maker = asic.of_card(signers().card(NUMBER), signers().rules, NOW)
    files = {"contract.txt": FILE}
    return zipped({**files, "META-INF/signatures.xml": maker.signatures(files)}, SIMPLE)


@cache
def renewed_simple() -> bytes:
    rules = signers().rules
    return renew(simple_in_cms(), trust=rules.trust, outside=rules.outside, at=NOW)


@cache
def given() -> bytes:
    return offered(render_pdf("<h1>TEST</h1>", title="TEST", language="en").content)


@cache
def returned() -> bytes:
    """Return a file as another program gives it back."""
    card = signers().card(NUMBER)
    return by_program(given(), Holder(card.key, card.certificate))


def with_other_cms(pdf: bytes, change: Callable[[bytes], bytes]) -> bytes | None:
    """Return the file with something done to the signature in its place; None if it does not fit there."""
    _, begins, ends, _ = _spans(pdf)
    whole = bytes.fromhex(pdf[begins + 1 : ends - 1].decode())
    length = int.from_bytes(whole[2:4]) + 4  # what follows fills the place
    made = change(whole[:length]).hex().encode()
    room = ends - begins - 2
    return None if len(made) > room else pdf[: begins + 1] + made.ljust(room, b"0") + pdf[ends - 1 :]


def judge_pdf(content: bytes) -> str:
    """Return how it ended: refused, a verdict and its reason, or unsigned. Raises `FalseAccept`."""
    try:
        report = verify(content, trust=_trust(), at=NOW)
    except Refused as refused:
        return f"refused: {refused}"
    if report.verdict is Verdict.VALID:
        _refuse_false(content)
    return _ended(report.verdict, [signature.reason for signature in report.found])


def judge_returned(content: bytes) -> str:
    """Return how it ended. Raises `FalseAccept` where more than the place of the signature was changed."""
    rules = signers().rules
    try:
        accept(given(), content, trust=rules.trust, outside=rules.outside, at=NOW)
    except SigningError as refused:
        return f"refused: {refused}"
    _, begins, ends, _ = _spans(returned())
    if (content[:begins], content[ends:]) != (returned()[:begins], returned()[ends:]):
        raise FalseAccept("a file that was changed was taken back")
    return "valid"


def judge_container(whole: Callable[[], bytes]) -> Callable[[bytes], str]:
    """Return what judges spoilt ones of this container."""

    def judge(content: bytes) -> str:
        try:
            report = examine(content, trust=_trust(), at=NOW)
        except Refused as refused:
            return f"refused: {refused}"
        if report.verdict is Verdict.VALID and _unpacked(content) != _unpacked(whole()):
            raise FalseAccept("a changed container was believed")
        _refuse_others(report)
        return _told(report)

    return judge


def judge_enclosed(content: bytes) -> str:
    return _judge_cms(content, None)


def judge_detached(pair: bytes) -> str:
    return _judge_cms(*parted(pair))


def _judge_cms(content: bytes, beside: bytes | None) -> str:
    try:
        report = examine_cms(content, beside, name="contract.txt", trust=_trust(), at=NOW)
    except Refused as refused:
        return f"refused: {refused}"
    if any(signature.found.verdict is Verdict.VALID for signature in report.signatures):
        signed = read_cms(content).content if beside is None else beside
        if signed != FILE:
            raise FalseAccept("a changed file was believed")
    _refuse_others(report)
    return _told(report)


def _refuse_others(report: PackageReport) -> None:
    """Raise `FalseAccept` where somebody else or another time is believed."""
    for signature in report.signatures:
        if signature.found.verdict is Verdict.VALID and (
            signature.found.number,
            signature.found.stamped_at,
        ) != (NUMBER, NOW):
            raise FalseAccept("somebody else has signed, or at another time")


def _told(report: PackageReport) -> str:
    reasons = [signature.found.reason for signature in report.signatures] + [
        problem.code for problem in report.problems
    ]
    within = [found.reason for _, one in report.signed for found in one.found]
    return _ended(report.verdict, [*reasons, *within, *["not read"] * bool(report.unread)])


def _ended(verdict: Verdict | None, reasons: list[str]) -> str:
    reason = next((reason for reason in reasons if reason), "")
    if verdict in (None, Verdict.VALID):
        return verdict or "unsigned"
    return f"{verdict}: {reason}"


def _trust() -> SignatureTrust:
    return signers().rules.trust


def _refuse_false(content: bytes) -> None:
    _, begins, ends, rest = _spans(signed_pdf())
    original = signed_pdf()
    before, behind = content[:begins], content[ends : ends + rest]
    if (before, behind) != (original[:begins], original[ends : ends + rest]):
        raise FalseAccept("changed before the signature or behind it, and believed")


@cache
def _spans(pdf: bytes) -> tuple[int, ...]:
    (signature,) = PdfFileReader(io.BytesIO(pdf)).embedded_signatures
    return tuple(int(number) for number in signature.byte_range)


def _unpacked(content: bytes) -> Mapping[str, bytes]:
    return read_container(content).files
