"""Simple containers (ASiC-S): one file, and over it one signature or time stamp."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable, Mapping
from typing import Any

import pytest
from lxml import etree

from signing import judgement as why
from signing.archiving import renew
from signing.container import SIMPLE
from signing.errors import Check
from signing.examine import examine
from signing.package import zipped
from signing.package_report import PackageReport, Problem
from signing.report import Level, Verdict
from signing.stamps import stamp
from tests.pki.country import Holder
from tests.signing.documents import cms_files
from tests.signing.documents.asic import DS, XADES, of_office
from tests.signing.documents.kit import Office, refuses
from tests.signing.documents.test_package import rezipped

FILE = {"contract.txt": b"contract"}
CMS, XML, STAMP = "META-INF/signature.p7s", "META-INF/signatures.xml", "META-INF/timestamp.tst"


def simple(own: Mapping[str, bytes], files: Mapping[str, bytes] = FILE) -> bytes:
    return zipped({**files, **own}, SIMPLE)


@pytest.fixture
def in_cms(office: Office, mayor: Holder, clock: Holder) -> bytes:
    return simple({CMS: cms_files.signed(office, mayor, clock, content=FILE["contract.txt"])})


@pytest.fixture
def in_xml(office: Office, mayor: Holder) -> bytes:
    return simple({XML: of_office(office, mayor).signatures(FILE)})


def stamped(office: Office, mayor: Holder) -> bytes:
    digest, trust = hashlib.sha256(FILE["contract.txt"]).digest(), office.trust
    made = stamp(digest, "sha256", service=trust.stamps, at=office.at, fetch=office.outside.stamp)
    proof = office.proof(mayor, Holder(mayor.key, made.certificate))
    kept = {f"META-INF/proof/{number}.ocsp": answer for number, answer in enumerate(proof.answers)}
    return simple({STAMP: made.token, **kept})


def look(office: Office, content: bytes) -> PackageReport:
    return examine(content, trust=office.trust, at=office.at)


def with_file(content: bytes, name: str, one: bytes) -> bytes:
    return rezipped(content, lambda files: files.update({name: one}))


@pytest.mark.parametrize("made", ["in_cms", "in_xml"])
def test_simple_container__that_somebody_signed__says_who_and_what(
    office: Office, made: str, request: pytest.FixtureRequest
) -> None:
    report = look(office, request.getfixturevalue(made))

    (one,) = report.signatures
    assert (report.verdict, report.problems, report.unread) == (Verdict.VALID, (), 0)
    assert (one.found.number, one.files, one.found.level) == ("01001000010", ("contract.txt",), Level.LONG)


@pytest.mark.parametrize("made", ["in_cms", "in_xml"])
def test_simple_container__whose_file_was_changed__has_no_valid_signature(
    office: Office, made: str, request: pytest.FixtureRequest
) -> None:
    report = look(office, with_file(request.getfixturevalue(made), "contract.txt", b"void"))

    (one,) = report.signatures
    assert (report.verdict, one.found.verdict, one.found.reason) == (
        *(Verdict.INVALID, Verdict.INVALID, why.CHANGED),
    )


def test_simple_container__that_is_stamped_alone__says_since_when(office: Office, mayor: Holder) -> None:
    report = look(office, stamped(office, mayor))

    assert (report.verdict, report.stamped_by, report.signatures) == (Verdict.VALID, "MMS TEST TSA", ())


def test_simple_container__stamped_and_changed__names_the_file(office: Office, mayor: Holder) -> None:
    report = look(office, with_file(stamped(office, mayor), "contract.txt", b"void"))

    assert (report.verdict, report.problems) == (Verdict.INVALID, (Problem("changed", "contract.txt"),))


@pytest.mark.parametrize("made", ["in_cms", "in_xml"])
def test_renew__of_a_simple_container__protects_it_and_keeps_its_kind(
    office: Office, made: str, request: pytest.FixtureRequest
) -> None:
    renewed = renew(request.getfixturevalue(made), trust=office.trust, outside=office.outside, at=office.at)

    report = look(office, renewed)
    assert (report.verdict, report.signatures[0].found.level) == (Verdict.VALID, Level.ARCHIVAL)
    assert renewed[30:].startswith(b"mimetype" + SIMPLE)
    changed = look(office, with_file(renewed, "contract.txt", b"void"))
    assert (changed.verdict, changed.problems) == (Verdict.INVALID, (Problem("changed", "contract.txt"),))


def _another(files: dict[str, bytes]) -> None:
    files["more.txt"] = b"more"


def _nothing(files: dict[str, bytes]) -> None:
    del files["contract.txt"]


def _both_ways(files: dict[str, bytes]) -> None:
    files[STAMP] = files[CMS]


def _another_name(files: dict[str, bytes]) -> None:
    files["META-INF/signature2.p7s"] = files.pop(CMS)


def _a_manifest(files: dict[str, bytes]) -> None:
    files["META-INF/ASiCManifest.xml"] = (
        b'<a:ASiCManifest xmlns:a="http://uri.etsi.org/02918/v1.2.1#">'
        b'<a:SigReference URI="META-INF/signature.p7s"/></a:ASiCManifest>'
    )


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (_another, "not_simple"),
        (_nothing, "not_simple"),
        (_both_ways, "not_simple"),
        (_another_name, "manifest"),
        (_a_manifest, "not_simple"),
        (lambda files: files.update({"mimetype": b"application/vnd.etsi.asic-e+zip"}), "manifest"),
        (lambda files: files.update({"mimetype": b"application/vnd.etsi.asic-x+zip"}), "other_kind"),
        (lambda files: files.update({"../contract.txt": files.pop("contract.txt")}), "name"),
    ],
    ids=["two files", "none", "two signatures", "name", "manifest", "other kind", "no kind", "path"],
)
def test_simple_container__of_another_shape__is_refused(
    office: Office, in_cms: bytes, change: Callable[[dict[str, bytes]], Any], reason: str
) -> None:
    with refuses(Check.CONTAINER, reason):
        look(office, rezipped(in_cms, change))


def test_simple_container__whose_signature_is_around_another_file__is_not_read(
    office: Office, mayor: Holder, clock: Holder
) -> None:
    around = cms_files.signed(office, mayor, clock, content=b"other", is_inside=True)

    report = look(office, simple({CMS: around}))

    assert (report.verdict, report.signatures, report.unread) == (Verdict.UNKNOWN, (), 1)


def test_simple_container__made_of_the_attributes_of_a_signature__is_not_read(
    office: Office, mayor: Holder, clock: Holder
) -> None:
    """What was signed are the attributes; without them it is a signature over a file made of their bytes."""
    made, kept = cms_files.signed(office, mayor, clock), []

    def strip(_: Any, signer: Any) -> None:
        kept.append(signer["signed_attrs"].untag().dump())
        del signer["signed_attrs"]

    bare = cms_files.changed(made, strip)

    report = look(office, simple({CMS: bare}, {"contract.txt": kept[0]}))

    assert (report.verdict, report.signatures, report.unread) == (Verdict.UNKNOWN, (), 1)


def test_simple_container__with_a_time_mark__says_that_it_is_not_read(office: Office, mayor: Holder) -> None:
    """What Estonian programs of before made (BDOC-TM): an answer about the certificate says when it was."""

    def mark(one: etree._Element) -> None:
        details = one.find(f".//{{{XADES}}}SignedSignatureProperties")
        for name in ("SignaturePolicyIdentifier", "SignaturePolicyId", "SigPolicyId", "Identifier"):
            details = etree.SubElement(details, f"{{{XADES}}}{name}")
        details.text = "urn:oid:1.3.6.1.4.1.10015.1000.3.2.1"
        rehashed(one)

    content = of_office(office, mayor, is_stamped=False, change=mark).signatures(FILE)

    report = look(office, simple({XML: content}))

    assert [(signature.found.verdict, signature.found.reason) for signature in report.signatures] == [
        (Verdict.UNKNOWN, why.TIME_MARK)
    ]


def rehashed(one: etree._Element) -> None:
    """Write the hash of the signed properties anew."""
    properties = one.find(f".//{{{XADES}}}SignedProperties")
    digest = hashlib.sha256(etree.tostring(properties, method="c14n")).digest()
    signed = one.find(f"{{{DS}}}SignedInfo")
    *_, value = signed.iter(f"{{{DS}}}DigestValue")
    value.text = base64.b64encode(digest).decode()
