"""Signatures in CMS that are a file of their own (.p7m, .p7s): judged as others are, no trap walked into."""

from __future__ import annotations

import hashlib
import subprocess
from pathlib import Path
from typing import Any

import pytest
from asn1crypto import cms, core, tsp
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import ExtendedKeyUsageOID

from signing import judgement as why
from signing.cms_file import examine_cms
from signing.cms_signature import is_cms
from signing.errors import Check
from signing.evidence import Evidence
from signing.package_report import PackageReport
from signing.pdf_file import asn1
from signing.report import Level, Verdict
from tests.pki.authority import Authority, rsa_key, usage
from tests.pki.country import Country, Holder, service_leaf
from tests.signing.documents.cms_files import (
    FILE,
    among_lists_inner,
    attribute,
    beside_the_signature,
    changed,
    joined,
    signed,
    signed_bare,
    stamped,
    token_of,
    within_the_stamp,
)
from tests.signing.documents.elsewhere import stamper
from tests.signing.documents.kit import Office, refuses

OTHER = b"another contract"


@pytest.fixture
def beside(office: Office, mayor: Holder, clock: Holder) -> bytes:
    return signed(office, mayor, clock)


@pytest.fixture
def around(office: Office, mayor: Holder, clock: Holder) -> bytes:
    return signed(office, mayor, clock, is_inside=True)


def look(office: Office, content: bytes, beside: bytes | None = None, **more: Any) -> PackageReport:
    return examine_cms(content, beside, name="contract.txt", trust=office.trust, **{"at": office.at, **more})


def says(report: PackageReport) -> tuple[Verdict, str]:
    (one,) = report.signatures
    return one.found.verdict, one.found.reason


# Whole ones


def test_signature__around_the_file__says_who_when_and_what(office: Office, around: bytes) -> None:
    report = look(office, around)

    (one,) = report.signatures
    assert (report.verdict, report.unread, report.is_container) == (Verdict.VALID, 0, False)
    assert (one.found.number, one.files, one.found.covers_all) == ("01001000010", ("contract.txt",), True)
    assert (one.found.level, one.found.is_ours) == (Level.LONG, True)
    assert PackageReport.from_json(report.to_json()) == report


def test_signature__beside_the_file__is_judged_with_it(office: Office, beside: bytes) -> None:
    assert look(office, beside, FILE).verdict is Verdict.VALID


@pytest.mark.parametrize("put", [among_lists_inner, beside_the_signature, within_the_stamp])
def test_signature__with_proof_where_other_programs_put_it__is_believed(
    office: Office, mayor: Holder, clock: Holder, put: Any
) -> None:
    report = look(office, signed(office, mayor, clock, put=put), FILE)

    assert (report.verdict, report.signatures[0].found.level) == (Verdict.VALID, Level.LONG)


def test_signatures__of_two_people__are_judged_each(
    office: Office, land: Country, mayor: Holder, clock: Holder, beside: bytes
) -> None:
    lawyer = land.signature("01001000031")

    report = look(office, joined(beside, signed(office, lawyer, clock)), FILE)

    assert report.verdict is Verdict.VALID
    assert {signature.found.number for signature in report.signatures} == {"01001000010", "01001000031"}


def test_signature__around_a_signed_pdf__says_whose_signatures_lie_within(
    office: Office, mayor: Holder, clock: Holder, order_signed: bytes
) -> None:
    report = look(office, signed(office, mayor, clock, content=order_signed, is_inside=True))

    assert report.verdict is Verdict.VALID
    assert [one.verdict for _, one in report.signed] == [Verdict.VALID]


def test_signature__around_a_pdf_that_was_changed__is_no_better_than_what_is_in_it(
    office: Office, mayor: Holder, clock: Holder, order_signed: bytes
) -> None:
    forged = order_signed.replace(b"/Producer", b"/producer", 1)

    report = look(office, signed(office, mayor, clock, content=forged, is_inside=True))

    assert (report.verdict, says(report)) == (Verdict.INVALID, (Verdict.VALID, ""))


# Oracles


def _written(folder: Path, land: Country, mayor: Holder, **files: bytes) -> None:
    secret = mayor.key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    pem = {"root": land.root, "ca": land.signing, "holder": mayor}
    for name, one in pem.items():
        (folder / f"{name}.pem").write_bytes(one.certificate.public_bytes(Encoding.PEM))
    (folder / "key.pem").write_bytes(secret)
    for name, content in files.items():
        (folder / name).write_bytes(content)


def openssl(folder: Path, *words: str) -> str:
    done = subprocess.run(["openssl", "cms", *words], cwd=folder, capture_output=True, text=True, check=False)
    return done.stderr


def test_openssl__of_the_same_signatures__agrees(
    office: Office, land: Country, mayor: Holder, around: bytes, beside: bytes, tmp_path: Path
) -> None:
    _written(tmp_path, land, mayor, around=around, beside=beside, file=FILE, other=OTHER)
    ways = ("-verify", "-inform", "DER", "-cades", "-binary", "-CAfile", "root.pem", "-purpose", "any")
    ways = (*ways, "-out", "/dev/null")

    assert "successful" in openssl(tmp_path, *ways, "-in", "around")
    assert "successful" in openssl(tmp_path, *ways, "-in", "beside", "-content", "file")
    assert "failure" in openssl(tmp_path, *ways, "-in", "beside", "-content", "other")


@pytest.mark.parametrize(
    "ways",
    [
        ("-outform", "DER", "-nodetach"),
        ("-outform", "DER", "-nodetach", "-stream"),
        ("-outform", "PEM", "-nodetach"),
        ("-outform", "DER"),
    ],
    ids=["around", "in parts", "as text", "beside"],
)
def test_signature__that_openssl_made__is_believed_as_far_as_it_goes(
    office: Office, land: Country, mayor: Holder, tmp_path: Path, ways: tuple[str, ...]
) -> None:
    _written(tmp_path, land, mayor, file=FILE)
    said = ("-sign", "-cades", "-binary", "-md", "sha256", "-in", "file", "-out", "made")
    openssl(tmp_path, *said, "-signer", "holder.pem", "-inkey", "key.pem", "-certfile", "ca.pem", *ways)
    made = (tmp_path / "made").read_bytes()

    report = look(office, made, None if "-nodetach" in ways else FILE)

    assert is_cms(made)
    assert says(report) == (Verdict.UNKNOWN, why.STATUS_UNKNOWN)
    assert report.signatures[0].found.number == "01001000010"


# What was signed is another thing


def test_signature__beside_another_file__says_that_it_was_changed(office: Office, beside: bytes) -> None:
    assert says(look(office, beside, OTHER)) == (Verdict.INVALID, why.CHANGED)


def test_signature__around_another_file_than_beside__is_refused(office: Office, around: bytes) -> None:
    with refuses(Check.CONTAINER, "signs_something_else"):
        look(office, around, OTHER)


def test_signature__whose_file_is_not_there__is_refused(office: Office, beside: bytes) -> None:
    with refuses(Check.CONTAINER, "no_content"):
        look(office, beside)


def test_signature__with_the_file_in_it_replaced__says_that_it_was_changed(
    office: Office, around: bytes
) -> None:
    forged = changed(around, lambda content, _: content["encap_content_info"].__setitem__("content", OTHER))

    assert says(look(office, forged)) == (Verdict.INVALID, why.CHANGED)


def test_signature__with_its_value_changed__is_forged(office: Office, beside: bytes) -> None:
    def spoil(_: Any, signer: Any) -> None:
        value = signer["signature"].native
        signer["signature"] = value[:-1] + bytes([value[-1] ^ 1])

    assert says(look(office, changed(beside, spoil), FILE)) == (Verdict.INVALID, why.FORGED)


def test_signature__whose_attributes_are_given_out_as_the_file__is_not_read(
    office: Office, mayor: Holder, around: bytes
) -> None:
    """What was signed are the attributes; without them it is a signature over a file made of their bytes."""
    (signer,) = cms.ContentInfo.load(around)["content"]["signer_infos"]
    attributes = signer["signed_attrs"].untag().dump()

    def strip(content: Any, signer: Any) -> None:
        del signer["signed_attrs"]
        content["encap_content_info"]["content"] = attributes

    forged = changed(around, strip)
    (bare,) = cms.ContentInfo.load(forged)["content"]["signer_infos"]
    mayor.key.public_key().verify(bare["signature"].native, attributes, PKCS1v15(), SHA256())

    report = look(office, forged)

    assert (report.verdict, report.signatures, report.unread) == (Verdict.UNKNOWN, (), 1)


def test_time_stamp__alone__is_no_signature(office: Office, beside: bytes) -> None:
    with refuses(Check.CONTAINER, "signs_something_else"):
        look(office, token_of(beside))


# Whose it is


def test_signature__given_to_another_certificate_of_the_same_key__is_not_believed(
    office: Office, land: Country, mayor: Holder, beside: bytes
) -> None:
    leaf = land.leaf("01001000077", usage=usage("content_commitment"), purposes=None)
    other = asn1(land.signing.issue(leaf.but(key=mayor.key)))

    def swap(content: Any, signer: Any) -> None:
        content["certificates"] = [other, asn1(land.signing.certificate)]
        serial = {"issuer": other.issuer, "serial_number": other.serial_number}
        signer["sid"] = {"issuer_and_serial_number": serial}

    report = look(office, changed(beside, swap), FILE)

    assert says(report) == (Verdict.INVALID, why.FORGED)


def _attributes(content: bytes, *more: Any, kind: str = "data") -> list[Any]:
    digest = core.OctetString(hashlib.sha256(content).digest())
    return [attribute("content_type", cms.ContentType(kind)), attribute("message_digest", digest), *more]


def _naming(holder: Holder) -> Any:
    named = tsp.ESSCertIDv2({"cert_hash": hashlib.sha256(asn1(holder.certificate).dump()).digest()})
    return attribute("signing_certificate_v2", tsp.SigningCertificateV2({"certs": [named]}))


def test_signature__that_names_its_certificate_or_not__is_believed_or_not(
    office: Office, mayor: Holder, clock: Holder
) -> None:
    naming, silent = (
        stamped(office, signed_bare(mayor, FILE, *_attributes(FILE, *more)), mayor, clock)
        for more in ((_naming(mayor),), ())
    )

    assert says(look(office, naming)) == (Verdict.VALID, "")
    assert says(look(office, silent)) == (Verdict.UNKNOWN, why.SIGNER_UNNAMED)


def test_signature__of_a_stranger_of_the_same_name__vouches_for_nothing(
    office: Office, land: Country, clock: Holder
) -> None:
    false_ca = Authority(rsa_key("false"), land.signing.certificate, land.signing.address)
    leaf = land.leaf("01001000010", usage=usage("content_commitment"), purposes=None)

    made = signed(office, Holder(leaf.key, false_ca.issue(leaf)), clock)

    assert says(look(office, made, FILE)) == (Verdict.UNKNOWN, why.FOREIGN)


def test_signature__by_the_certificate_of_signing_in__vouches_for_nothing(
    office: Office, land: Country, clock: Holder
) -> None:
    assert says(look(office, signed(office, land.authentication(), clock), FILE)) == (
        Verdict.UNKNOWN,
        why.FOREIGN,
    )


# When, and was the certificate good


def test_signature__without_proof__does_not_know(office: Office, mayor: Holder, clock: Holder) -> None:
    assert says(look(office, signed(office, mayor, clock, put=None), FILE)) == (
        Verdict.UNKNOWN,
        why.STATUS_UNKNOWN,
    )


def test_signature__by_a_revoked_card__is_invalid(office: Office, thief: Holder, clock: Holder) -> None:
    assert says(look(office, signed(office, thief, clock), FILE)) == (Verdict.INVALID, why.REVOKED)


def test_signature__with_an_old_answer_and_a_fresh_one_that_is_forged__is_not_believed(
    office: Office, thief: Holder, stale: Evidence, clock: Holder
) -> None:
    proof = stale + Evidence((), (office.proof(thief, clock).answers[1],))

    report = look(office, signed(office, thief, clock, proof=proof), FILE)

    assert says(report) == (Verdict.UNKNOWN, why.STATUS_UNKNOWN)


def test_signature__with_a_stamp_over_another_one__does_not_know_when(
    office: Office, mayor: Holder, clock: Holder, beside: bytes
) -> None:
    token = cms.ContentInfo.load(token_of(signed(office, mayor, clock, content=OTHER)))

    def exchange(_: Any, signer: Any) -> None:
        signer["unsigned_attrs"] = cms.CMSAttributes([attribute("signature_time_stamp_token", token)])

    assert says(look(office, changed(beside, exchange), FILE)) == (Verdict.INVALID, why.CHANGED)


def test_signature__with_a_stamp_of_nobody_that_we_trust__does_not_know_when(
    office: Office, land: Country, mayor: Holder, clock: Holder
) -> None:
    unknown = Holder(clock.key, land.signing.issue(_leaf_of(land, clock)))

    made = signed(office, mayor, clock, timestamper=stamper(unknown))

    assert says(look(office, made, FILE)) == (Verdict.UNKNOWN, why.STAMP_UNPROVEN)


def _leaf_of(land: Country, clock: Holder) -> Any:
    leaf = service_leaf("MMS TEST TSA", at=land.at, purpose=ExtendedKeyUsageOID.TIME_STAMPING)
    return leaf.but(are_purposes_critical=True, key=clock.key)


def test_signature__with_sha1__is_weak(office: Office, mayor: Holder, clock: Holder) -> None:
    made = signed(office, mayor, clock, hash_name="sha1")

    assert says(look(office, made, FILE)) == (Verdict.UNKNOWN, why.WEAK)


# Shapes


@pytest.mark.parametrize(
    ("content", "check", "reason"),
    [
        (b"", Check.DOCUMENT, "unreadable"),
        (b"nothing", Check.DOCUMENT, "unreadable"),
        (core.Null().dump(), Check.DOCUMENT, "unreadable"),
        (b"0\x80" * 100_000, Check.DOCUMENT, "unreadable"),
        (b"-----BEGIN CMS-----\nnothing\n-----END CMS-----\n", Check.DOCUMENT, "unreadable"),
        (
            cms.ContentInfo({"content_type": "data", "content": core.OctetString(b"a")}).dump(),
            Check.CONTAINER,
            "signature",
        ),
    ],
    ids=["empty", "text", "null", "deep", "armour", "data"],
)
def test_signature__that_is_none__is_refused(
    office: Office, content: bytes, check: Check, reason: str
) -> None:
    with refuses(check, reason):
        look(office, content, FILE)


def test_signature__with_bytes_behind_it__is_refused(office: Office, beside: bytes) -> None:
    with refuses(Check.DOCUMENT, "unreadable"):
        look(office, beside + b"\0", FILE)


def test_certificates__without_a_signature__are_refused(office: Office, beside: bytes) -> None:
    made = cms.ContentInfo.load(beside)
    made["content"]["signer_infos"] = []

    with refuses(Check.CONTAINER, "unsigned"):
        look(office, made.dump(force=True), FILE)


def test_signatures__by_very_many__are_refused(office: Office, beside: bytes) -> None:
    made = cms.ContentInfo.load(beside)
    made["content"]["signer_infos"] = [*made["content"]["signer_infos"]] * 21

    with refuses(Check.CONTAINER, "too_large"):
        look(office, made.dump(force=True), FILE)


def _twice(content: bytes, holder: Holder) -> list[Any]:
    digest = attribute("message_digest", core.OctetString(hashlib.sha256(OTHER).digest()))
    return [*_attributes(content, _naming(holder)), digest]


def _of_both(content: bytes, holder: Holder) -> list[Any]:
    digests = [core.OctetString(hashlib.sha256(part).digest()) for part in (content, OTHER)]
    kind, _, naming = _attributes(content, _naming(holder))
    return [kind, attribute("message_digest", *digests), naming]


def _without_a_digest(content: bytes, holder: Holder) -> list[Any]:
    kind, _, naming = _attributes(content, _naming(holder))
    return [kind, naming]


@pytest.mark.parametrize("attributes", [_twice, _of_both, _without_a_digest])
def test_signature__over_two_files_or_none__is_not_read(
    office: Office, mayor: Holder, clock: Holder, attributes: Any
) -> None:
    made = stamped(office, signed_bare(mayor, FILE, *attributes(FILE, mayor)), mayor, clock)

    report = look(office, made)

    assert (report.verdict, report.signatures, report.unread) == (Verdict.UNKNOWN, (), 1)


def test_signature__over_something_of_another_kind__is_malformed(
    office: Office, mayor: Holder, clock: Holder
) -> None:
    said = _attributes(FILE, _naming(mayor), kind="tst_info")

    report = look(office, stamped(office, signed_bare(mayor, FILE, *said), mayor, clock))

    assert says(report) == (Verdict.INVALID, why.MALFORMED)
