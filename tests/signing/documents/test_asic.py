"""Containers that others signed in XML: judged as signed PDF files are, and no trap is walked into."""

from __future__ import annotations

import io
import json
import subprocess
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.serialization import Encoding
from lxml import etree

from signing import judgement as why
from signing.errors import Check
from signing.evidence import Evidence
from signing.examine import examine
from signing.package import Part, pack
from signing.package_report import PackageReport, Problem
from signing.report import Kind, Level, Verdict
from tests.pki.country import Country, Holder
from tests.signing.documents.asic import ASIC, DS, EXCLUSIVE, SIGNATURES, XADES, container, of_office, signed
from tests.signing.documents.kit import Office, refuses
from tests.signing.documents.test_package import rezipped

FILES = {"contract.txt": "ხელშეკრულება".encode(), "გეგმა 1.txt": b"plan"}
ENTITY = "<!DOCTYPE a [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><a>&x;</a>"
MANY = f"<a:XAdESSignatures xmlns:a='{ASIC}' xmlns='{DS}'>{'<Signature/>' * 51}</a:XAdESSignatures>"
NAMES = {"ds": DS, "xades": XADES}


@pytest.fixture(scope="module")
def agreed(plain_office: Office, mayor: Holder) -> bytes:
    """A container as somebody's program makes it: two files, one signature over both."""
    return signed(of_office(plain_office, mayor), FILES)


def look(office: Office, content: bytes, **more: Any) -> PackageReport:
    return examine(content, trust=office.trust, **{"at": office.at, **more})


def says(report: PackageReport) -> tuple[Verdict, str]:
    """Return what is said of the only signature."""
    (one,) = report.signatures
    return one.found.verdict, one.found.reason


def with_signatures(content: bytes, change: Callable[[etree._Element], Any]) -> bytes:
    """Return the container with something done to its signatures afterwards."""

    def changed(files: dict[str, bytes]) -> None:
        top = etree.fromstring(files[SIGNATURES])
        change(top)
        files[SIGNATURES] = etree.tostring(top, xml_declaration=True, encoding="UTF-8")

    return rezipped(content, changed)


@pytest.mark.parametrize("way", [EXCLUSIVE, None], ids=["exclusive", "inclusive"])
def test_container__that_somebody_signed__says_who_when_and_what(
    office: Office, mayor: Holder, agreed: bytes, way: str | None
) -> None:
    report = look(office, agreed if way is None else signed(of_office(office, mayor, way=way), FILES))

    (one,) = report.signatures
    assert (report.verdict, report.problems, report.unread) == (Verdict.VALID, (), 0)
    assert (one.found.kind, one.found.number, one.found.reason) == (Kind.PERSON, "01001000010", "")
    assert (one.files, one.found.covers_all) == (tuple(sorted(FILES)), True)
    assert (one.found.level, one.found.is_ours) == (Level.LONG, True)
    assert one.found.stamped_at is not None
    assert PackageReport.from_json(json.loads(json.dumps(report.to_json()))) == report


def test_xmlsec__of_the_same_signature__agrees(land: Country, agreed: bytes, tmp_path: Path) -> None:
    with zipfile.ZipFile(io.BytesIO(agreed)) as zipped:
        zipped.extractall(tmp_path)
    for name, authority in (("root", land.root), ("signing", land.signing)):
        (tmp_path / f"{name}.pem").write_bytes(authority.certificate.public_bytes(Encoding.PEM))

    def ends() -> int:
        command = ["xmlsec1", "--verify", "--id-attr:Id", f"{XADES}:SignedProperties"]
        chain = ["--trusted-pem", "root.pem", "--untrusted-pem", "signing.pem"]
        asked = [*command, *chain, SIGNATURES]
        return subprocess.run(asked, cwd=tmp_path, capture_output=True, check=False).returncode

    assert ends() == 0
    (tmp_path / "contract.txt").write_text("void")
    assert ends() != 0


# What is not proven


@pytest.mark.parametrize(
    ("less", "reason"),
    [({"is_stamped": False}, why.NO_STAMP), ({"has_proof": False}, why.STATUS_UNKNOWN)],
)
def test_container__without_stamp_or_proof__is_not_believed(
    office: Office, mayor: Holder, less: dict[str, bool], reason: str
) -> None:
    report = look(office, signed(of_office(office, mayor, **less), FILES))

    assert (report.verdict, says(report)) == (Verdict.UNKNOWN, (Verdict.UNKNOWN, reason))


def test_container__of_an_authority_that_nobody_here_knows__is_foreign(office: Office, agreed: bytes) -> None:
    others = replace(office.trust, signers=office.trust.stamps.trust)

    assert says(examine(agreed, trust=others, at=office.at)) == (Verdict.UNKNOWN, why.FOREIGN)


def test_container__whose_stamp_nobody_here_believes__is_not_believed(office: Office, agreed: bytes) -> None:
    service = replace(office.trust.stamps, trust=office.trust.signers)
    others = replace(office.trust, stamps=service)

    assert says(examine(agreed, trust=others, at=office.at)) == (Verdict.UNKNOWN, why.STAMP_UNPROVEN)


def test_container__of_a_certificate_revoked_before__is_invalid(office: Office) -> None:
    thief = office.land.signature("01001000033")
    office.land.revoke(thief.certificate)
    stamping = Holder(thief.key, office.land.stamps.certificate)
    proof = office.proof(thief, stamping)

    report = look(office, signed(of_office(office, thief, proof=proof), FILES))

    assert (report.verdict, says(report)) == (Verdict.INVALID, (Verdict.INVALID, why.REVOKED))


def test_container__with_an_old_answer_and_a_fresh_one_that_is_forged__is_not_believed(
    office: Office, thief: Holder, stale: Evidence
) -> None:
    report = look(office, signed(of_office(office, thief, proof=stale), FILES))

    assert says(report) == (Verdict.UNKNOWN, why.STATUS_UNKNOWN)


def test_container__signed_with_a_key_for_signing_in__is_not_believed(office: Office, land: Country) -> None:
    clerk = land.authentication("01001000034")

    report = look(office, signed(of_office(office, clerk, has_proof=False), FILES))

    assert says(report) == (Verdict.UNKNOWN, why.FOREIGN)


def test_container__when_its_stamps_certificate_has_ended__is_not_believed(
    office: Office, agreed: bytes
) -> None:
    later = office.at + timedelta(days=6 * 365)

    assert look(office, agreed, at=later).verdict is Verdict.UNKNOWN


# What was done to it


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        (lambda files: files.update({"contract.txt": b"void"}), Problem("changed", "contract.txt")),
        (lambda files: files.pop("contract.txt"), Problem("missing", "contract.txt")),
    ],
    ids=["changed", "dropped"],
)
def test_container__with_a_signed_file_changed__names_it(
    office: Office, agreed: bytes, change: Any, problem: Problem
) -> None:
    report = look(office, rezipped(agreed, change))

    assert (report.verdict, report.problems) == (Verdict.INVALID, (problem,))
    assert says(report) == (Verdict.INVALID, why.CHANGED)


def test_container__with_a_file_that_nobody_signed__names_it(office: Office, agreed: bytes) -> None:
    report = look(office, rezipped(agreed, lambda files: files.update({"more.txt": b"smuggled in"})))

    assert (report.verdict, report.problems) == (Verdict.INVALID, (Problem("unnamed", "more.txt"),))


def test_container__with_a_file_more_under_a_stamp_that_anybody_can_have__names_it(
    office: Office, agreed: bytes
) -> None:
    ways: dict[str, Any] = {"trust": office.trust, "outside": office.outside, "at": office.at}
    stamped = _unpacked(pack([Part("more.txt", "text/plain", b"smuggled in")], **ways))
    del stamped["mimetype"]

    report = look(office, rezipped(agreed, lambda files: files.update(stamped)))

    assert (report.verdict, report.problems) == (Verdict.INVALID, (Problem("unsigned", "more.txt"),))


def _unpacked(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as zipped:
        return {name: zipped.read(name) for name in zipped.namelist()}


def _find(top: etree._Element, path: str) -> etree._Element:
    found = top.find(f".//{path}", NAMES)
    assert found is not None
    return found


def _other_time(top: etree._Element) -> None:
    _find(top, "xades:SigningTime").text = "2020-01-01T00:00:00Z"


def _other_value(top: etree._Element) -> None:
    _find(top, "ds:SignatureValue").text = "AAAA" * 85 + "AA=="


def _other_certificate(land: Country) -> Callable[[etree._Element], None]:
    def change(top: etree._Element) -> None:
        import base64

        der = land.signature("01001000035").certificate.public_bytes(Encoding.DER)
        _find(top, "ds:X509Certificate").text = base64.b64encode(der).decode()

    return change


@pytest.mark.parametrize(
    ("change", "reason"), [(_other_time, why.CHANGED), (_other_value, why.FORGED)], ids=["time", "value"]
)
def test_container__with_its_signature_changed__is_invalid(
    office: Office, agreed: bytes, change: Any, reason: str
) -> None:
    assert says(look(office, with_signatures(agreed, change))) == (Verdict.INVALID, reason)


def test_container__with_the_certificate_swapped__is_invalid(
    office: Office, land: Country, agreed: bytes
) -> None:
    swapped = with_signatures(agreed, _other_certificate(land))

    assert says(look(office, swapped)) == (Verdict.INVALID, why.CHANGED)


def test_container__with_the_stamp_of_another_signature__is_not_believed(
    office: Office, mayor: Holder, agreed: bytes
) -> None:
    other = signed(of_office(office, mayor), {"other.txt": b"other"})
    with zipfile.ZipFile(io.BytesIO(other)) as zipped:
        token = _find(etree.fromstring(zipped.read(SIGNATURES)), "xades:EncapsulatedTimeStamp").text

    def change(top: etree._Element) -> None:
        _find(top, "xades:EncapsulatedTimeStamp").text = token

    assert says(look(office, with_signatures(agreed, change))) == (Verdict.UNKNOWN, why.STAMP_UNPROVEN)


# Traps


def _wrapped(top: etree._Element) -> None:
    """Hide the signed list of files in an object, and put another one where it was."""
    one = top[0]
    signed_info = one.find("ds:SignedInfo", NAMES)
    forged = etree.fromstring(etree.tostring(signed_info))
    for reference in forged.findall("ds:Reference", NAMES):
        reference.attrib.pop("Id", None)
    forged.find("ds:Reference", NAMES).set("URI", "more.txt")
    one.replace(signed_info, forged)
    etree.SubElement(one, f"{{{DS}}}Object").append(signed_info)


def _properties_wrapped(top: etree._Element) -> None:
    """Hide the signed properties elsewhere, and put others where they were."""
    qualifying = _find(top, "xades:QualifyingProperties")
    whole = qualifying.find("xades:SignedProperties", NAMES)
    forged = etree.fromstring(etree.tostring(whole))
    _find(forged, "xades:SigningTime").text = "2020-01-01T00:00:00Z"
    forged.set("Id", "other")
    qualifying.replace(whole, forged)
    etree.SubElement(top[0], f"{{{DS}}}Object").append(whole)


def _two_lists(top: etree._Element) -> None:
    one = top[0]
    one.insert(0, etree.fromstring(etree.tostring(one.find("ds:SignedInfo", NAMES))))
    for reference in one[0].iter(f"{{{DS}}}Reference"):
        reference.attrib.pop("Id", None)


def _transformed(top: etree._Element) -> None:
    reference = _find(top, "ds:Reference")
    ways = etree.Element(f"{{{DS}}}Transforms")
    etree.SubElement(ways, f"{{{DS}}}Transform", Algorithm=f"{DS}base64")
    reference.insert(0, ways)


def _commented(top: etree._Element) -> None:
    _find(top, "xades:SigningTime").append(etree.Comment("split"))


def _weak(top: etree._Element) -> None:
    _find(top, "ds:DigestMethod").set("Algorithm", f"{DS}sha1")


def _of_the_signature(top: etree._Element) -> None:
    _find(top, "ds:Reference").set("URI", "#S0-value")


@pytest.mark.parametrize(
    "change",
    [_properties_wrapped, _two_lists, _transformed, _commented, _weak, _of_the_signature],
    ids=lambda change: change.__name__.strip("_"),
)
def test_container__with_a_signature_of_another_shape__is_not_read_and_not_believed(
    office: Office, agreed: bytes, change: Any
) -> None:
    report = look(office, with_signatures(agreed, change))

    assert (report.verdict, report.signatures, report.unread) == (Verdict.UNKNOWN, (), 1)


def test_container__with_the_signed_list_wrapped__is_forged(office: Office, agreed: bytes) -> None:
    forged = rezipped(
        with_signatures(agreed, _wrapped), lambda files: files.update({"more.txt": files["contract.txt"]})
    )

    report = look(office, forged)

    assert (report.verdict, says(report)) == (Verdict.INVALID, (Verdict.INVALID, why.FORGED))


def _same_id(top: etree._Element) -> None:
    _find(top, "ds:Reference").set("Id", "S0")


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (ENTITY.encode(), "xml"),
        (ENTITY.encode("utf-16"), "xml"),
        (b"<a/>", "signatures"),
        (b"<a", "xml"),
        (b"<a>" * 300 + b"</a>" * 300, "xml"),
        (b"<a>" + b" " * 9 * 2**20 + b"</a>", "too_large"),
        (b"<a>" + b"<b/>" * 60_000 + b"</a>", "too_large"),
        (MANY.encode(), "too_large"),
    ],
    ids=["entity", "entity in utf-16", "another file", "cut off", "deep", "long", "many elements", "many"],
)
def test_container__whose_signatures_are_a_trap__is_refused(
    office: Office, agreed: bytes, content: bytes, reason: str
) -> None:
    with refuses(Check.CONTAINER, reason):
        look(office, rezipped(agreed, lambda files: files.update({SIGNATURES: content})))


def test_container__with_an_identifier_twice__is_refused(office: Office, agreed: bytes) -> None:
    with refuses(Check.CONTAINER, "id_twice"):
        look(office, with_signatures(agreed, _same_id))


def test_container__that_nobody_signed_or_stamped__is_refused(office: Office) -> None:
    with refuses(Check.CONTAINER, "unsigned"):
        look(office, container(FILES))


def test_container__with_two_signatures__is_as_good_as_the_worse(
    office: Office, mayor: Holder, agreed: bytes
) -> None:
    other = of_office(office, mayor, ident="S1", is_stamped=False).signatures({"contract.txt": b"void"})
    both = rezipped(agreed, lambda files: files.update({"META-INF/signatures1.xml": other}))

    report = look(office, both)

    assert report.verdict is Verdict.INVALID
    assert [signature.found.verdict for signature in report.signatures] == [Verdict.VALID, Verdict.INVALID]


def test_container__signed_over_a_part__says_which(office: Office, mayor: Holder, agreed: bytes) -> None:
    part: Mapping[str, bytes] = {"contract.txt": FILES["contract.txt"]}
    other = of_office(office, mayor, ident="S1").signatures(part)
    both = rezipped(agreed, lambda files: files.update({"META-INF/signatures1.xml": other}))

    report = look(office, both)

    assert report.verdict is Verdict.VALID
    assert [(signature.files, signature.found.covers_all) for signature in report.signatures] == [
        (tuple(sorted(FILES)), True),
        (("contract.txt",), False),
    ]


def test_container__with_a_broken_pdf_that_was_signed_so__is_judged_by_its_signatures(
    office: Office, mayor: Holder
) -> None:
    report = look(office, signed(of_office(office, mayor), {"broken.pdf": b"%PDF-1.7 and nothing else"}))

    assert (report.verdict, report.signed) == (Verdict.VALID, ())


def test_container__with_unreadable_proof__does_not_know(office: Office, mayor: Holder) -> None:
    spoilt = Evidence(answers=(b"nothing",))

    report = look(office, signed(of_office(office, mayor, proof=spoilt), FILES))

    assert says(report) == (Verdict.UNKNOWN, why.STAMP_UNPROVEN)
