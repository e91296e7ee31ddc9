"""Containers that others signed in CMS over a manifest: judged as the others are."""

from __future__ import annotations

import hashlib
from typing import Any

import pytest
from asn1crypto import core

from engine.connectors.trust_services import TrustServices
from engine.signatures.receipt import check_package
from engine.signatures.trust import SignatureRules
from signing import judgement as why
from signing.archiving import renew
from signing.examine import examine
from signing.identity import from_semantic_serial_number
from signing.manifest import written
from signing.package_report import PackageReport, Problem
from signing.report import Level, Verdict
from tests.pki.country import Holder
from tests.signing.documents import cms_files
from tests.signing.documents.asic import container
from tests.signing.documents.kit import Office
from tests.signing.documents.test_package import rezipped

FILES = {"contract.txt": b"contract", "plan.txt": b"plan"}


@pytest.fixture
def agreed(office: Office, mayor: Holder, clock: Holder) -> bytes:
    return signed(office, mayor, clock)


def signed(office: Office, holder: Holder, clock: Holder, **more: Any) -> bytes:
    """Return the files signed by somebody's program."""
    named = ((name, "text/plain", hashlib.sha256(file).digest()) for name, file in FILES.items())
    manifest = written(named, over="META-INF/signature001.p7s", kind="application/x-pkcs7-signature")
    signature = cms_files.signed(office, holder, clock, content=manifest, **more)
    return container(FILES, ASiCManifest_xml=manifest, signature001_p7s=signature)


def look(office: Office, content: bytes) -> PackageReport:
    return examine(content, trust=office.trust, at=office.at)


def test_container__signed_in_cms__says_who_when_and_what(office: Office, agreed: bytes) -> None:
    report = look(office, agreed)

    (one,) = report.signatures
    assert (report.verdict, report.problems, report.unread) == (Verdict.VALID, (), 0)
    assert (one.found.number, one.files) == ("01001000010", tuple(sorted(FILES)))
    assert (one.found.level, one.found.covers_all) == (Level.LONG, True)


def test_container__signed_in_cms_and_examined_as_hostile__is_judged_alike(
    office: Office, agreed: bytes
) -> None:
    rules = SignatureRules(office.trust, from_semantic_serial_number, TrustServices().outside)

    assert check_package(agreed, rules, at=office.at) == look(office, agreed)


def test_container__signed_in_cms_without_proof__is_not_believed(
    office: Office, mayor: Holder, clock: Holder
) -> None:
    report = look(office, signed(office, mayor, clock, put=None))

    assert [(signature.found.verdict, signature.found.reason) for signature in report.signatures] == [
        (Verdict.UNKNOWN, why.STATUS_UNKNOWN)
    ]


def test_container__signed_in_cms_without_stamp__is_not_believed(
    office: Office, mayor: Holder, clock: Holder
) -> None:
    report = look(office, signed(office, mayor, clock, timestamper=None))

    assert [(signature.found.verdict, signature.found.reason) for signature in report.signatures] == [
        (Verdict.UNKNOWN, why.NO_STAMP)
    ]


def test_container__signed_in_cms_by_a_revoked_card__is_invalid(
    office: Office, thief: Holder, clock: Holder
) -> None:
    report = look(office, signed(office, thief, clock))

    assert report.verdict is Verdict.INVALID
    assert [signature.found.reason for signature in report.signatures] == [why.REVOKED]


@pytest.mark.parametrize(
    ("name", "problem"),
    [("plan.txt", Problem("changed", "plan.txt")), ("more.txt", Problem("unnamed", "more.txt"))],
)
def test_container__signed_in_cms_with_a_file_changed_or_added__names_it(
    office: Office, agreed: bytes, name: str, problem: Problem
) -> None:
    report = look(office, rezipped(agreed, lambda files: files.update({name: b"void"})))

    assert (report.verdict, report.problems) == (Verdict.INVALID, (problem,))


def test_container__signed_in_cms_with_a_file_changed__has_no_valid_signature(
    office: Office, agreed: bytes
) -> None:
    report = look(office, rezipped(agreed, lambda files: files.update({"plan.txt": b"void"})))

    assert [(signature.found.verdict, signature.found.reason) for signature in report.signatures] == [
        (Verdict.INVALID, why.CHANGED)
    ]


def test_container__with_manifest_and_file_changed__is_not_what_was_signed(
    office: Office, agreed: bytes
) -> None:
    def change(files: dict[str, bytes]) -> None:
        named = ((name, "", hashlib.sha256(b"void").digest()) for name in FILES)
        files.update(dict.fromkeys(FILES, b"void"))
        files["META-INF/ASiCManifest.xml"] = written(named, over="META-INF/signature001.p7s", kind="")

    report = look(office, rezipped(agreed, change))

    assert (report.verdict, report.signatures[0].found.reason) == (Verdict.INVALID, why.CHANGED)


@pytest.mark.parametrize("content", [b"", b"nothing", core.Null().dump()])
def test_container__with_a_signature_that_is_none__is_not_believed(
    office: Office, agreed: bytes, content: bytes
) -> None:
    report = look(
        office, rezipped(agreed, lambda files: files.update({"META-INF/signature001.p7s": content}))
    )

    assert (report.verdict, report.unread) == (Verdict.UNKNOWN, 1)


def test_renew__of_a_container_signed_in_cms__protects_it(office: Office, agreed: bytes) -> None:
    report = look(office, renew(agreed, trust=office.trust, outside=office.outside, at=office.at))

    assert (report.verdict, report.signatures[0].found.level) == (Verdict.VALID, Level.ARCHIVAL)
