"""Files of unknown origin, examined by the confined child: the same verdict, in words too."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from cryptography.hazmat.primitives.serialization import Encoding

from engine.cli import main
from engine.connectors.trust_services import TrustServices
from engine.errors import Rejected
from engine.signatures.receipt import LONGEST, check, check_any, check_package
from engine.signatures.trust import SignatureRules
from engine.texts import LANGUAGES
from signing.cms_file import examine_cms
from signing.examine import examine
from signing.identity import from_semantic_serial_number
from signing.judgement import REASONS
from signing.package import Part, pack
from signing.report import Changes, Kind, Level, Verdict
from signing.verify import verify
from tests.pki.country import Country, Holder
from tests.signing.documents import asic, cms_files
from tests.signing.documents.elsewhere import replace_first_page, signed, updated
from tests.signing.documents.kit import Office


@pytest.fixture
def rules(office: Office) -> SignatureRules:
    return SignatureRules(office.trust, from_semantic_serial_number, TrustServices().outside)


def test_check__of_a_signed_order__says_what_the_library_says(
    office: Office, rules: SignatureRules, order_signed: bytes
) -> None:
    assert check(order_signed, rules, at=office.at) == verify(order_signed, trust=office.trust, at=office.at)


def test_check__of_tampered_and_strange_files__ends_with_a_verdict(
    office: Office, land: Country, rules: SignatureRules, order_signed: bytes, mayor: Holder
) -> None:
    forged = updated(order_signed, replace_first_page)
    plain = signed(office.pdf, mayor, land.signing)

    verdicts = [check(pdf, rules, at=office.at).verdict for pdf in (forged, plain, office.pdf)]

    assert verdicts == [Verdict.INVALID, Verdict.UNKNOWN, None]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "document.empty"),
        (b"nothing", "signing.unreadable"),
        (b"%PDF-1.7\n" + b"[" * 100_000, "signing.unreadable"),
        (b"%PDF" + b"\0" * LONGEST, "document.too_large"),
    ],
    ids=["empty", "no PDF", "deep", "long"],
)
def test_check__of_what_is_no_pdf__is_refused(
    office: Office, rules: SignatureRules, content: bytes, code: str
) -> None:
    with pytest.raises(Rejected) as refused:
        check(content, rules, at=office.at)

    assert refused.value.error_code == code


def test_check__of_a_container_that_others_signed__says_what_the_library_says(
    office: Office, rules: SignatureRules, order_signed: bytes, mayor: Holder
) -> None:
    content = asic.signed(asic.of_office(office, mayor), {"order.pdf": order_signed, "plan.txt": b"plan"})

    found = check_package(content, rules, at=office.at)

    assert found == examine(content, trust=office.trust, at=office.at)
    assert (found.verdict, len(found.signatures), len(found.signed)) == (Verdict.VALID, 1, 1)


def test_check__of_signatures_in_cms__says_what_the_library_says(
    office: Office, rules: SignatureRules, mayor: Holder, clock: Holder, order_signed: bytes
) -> None:
    around = cms_files.signed(office, mayor, clock, content=order_signed, is_inside=True)
    beside = cms_files.signed(office, mayor, clock)
    ways: dict[str, Any] = {"trust": office.trust, "at": office.at}

    inside = check_any(around, None, rules, name="order.pdf.p7m", at=office.at)
    outside = check_any(beside, cms_files.FILE, rules, name="C:\\contract.txt.p7s", at=office.at)

    assert inside == examine_cms(around, name="order.pdf", **ways)
    assert outside == examine_cms(beside, cms_files.FILE, name="contract.txt", **ways)
    assert (inside.verdict, outside.verdict) == (Verdict.VALID, Verdict.VALID)


@pytest.mark.parametrize(
    ("kind", "beside", "code"),
    [
        ("beside", None, "signing.file_missing"),
        ("around", b"another", "signing.other_file"),
        ("pdf", b"another", "signing.not_detached"),
        ("empty", None, "document.empty"),
        ("long", None, "document.too_large"),
        ("container", None, "signing.unsigned"),
    ],
)
def test_check__of_a_file_without_what_it_needs__says_what_to_do(
    office: Office,
    rules: SignatureRules,
    mayor: Holder,
    clock: Holder,
    order_signed: bytes,
    kind: str,
    beside: bytes | None,
    code: str,
) -> None:
    content = {
        "beside": cms_files.signed(office, mayor, clock),
        "around": cms_files.signed(office, mayor, clock, is_inside=True),
        "pdf": order_signed,
        "empty": b"",
        "long": cms_files.signed(office, mayor, clock) + bytes(LONGEST),
        "container": asic.container({"a.txt": b"a"}),
    }[kind]

    with pytest.raises(Rejected) as refused:
        check_any(content, beside, rules, name="contract.txt", at=office.at)

    assert refused.value.error_code == code


@pytest.mark.parametrize("language", LANGUAGES)
def test_words__of_every_outcome__are_there(language: str) -> None:
    from engine.signatures.words import _texts

    said = _texts().under(language, "signatures")

    for kind, members in (("verdict", Verdict), ("kind", Kind), ("changes", Changes), ("mark", Verdict)):
        assert {f"{kind}.{member}" for member in members} <= said.keys()
    problems = ("missing", "changed", "unnamed", "timeline", "stamp_broken", "stamp_unproven")
    assert {f"package.problem.{code}" for code in problems} <= said.keys()
    assert {f"package.verdict.{verdict}" for verdict in Verdict} <= said.keys()
    assert {f"reason.{reason}" for reason in REASONS} <= said.keys()
    assert {f"level.{level.removeprefix('B-').lower()}" for level in Level} <= said.keys()


def test_mms_verify__of_a_file__says_who_signed_it(
    office: Office,
    land: Country,
    mayor: Holder,
    clock: Holder,
    order_signed: bytes,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("MMS_MODE", "demo")
    monkeypatch.setenv("MMS_HOME", str(tmp_path))
    monkeypatch.setenv("MMS_CARD_TRUST", str(trust_file(land, tmp_path)))
    (tmp_path / "order.pdf").write_bytes(order_signed)
    (tmp_path / "forged.pdf").write_bytes(updated(order_signed, replace_first_page))
    parts = [Part("order.pdf", "application/pdf", order_signed), Part("a.txt", "text/plain", b"kept")]
    packed = pack(parts, trust=office.trust, outside=office.outside, at=office.at)
    (tmp_path / "case.asice").write_bytes(packed)
    (tmp_path / "cut.asice").write_bytes(packed.replace(b"a.txt", b"b.txt"))

    (tmp_path / "order.p7s").write_bytes(cms_files.signed(office, mayor, clock, content=order_signed))

    good = CliRunner().invoke(main, ["verify", str(tmp_path / "order.pdf"), "--language", "en"])
    pair = ["verify", str(tmp_path / "order.p7s"), "--of", str(tmp_path / "order.pdf"), "--language", "en"]
    beside = CliRunner().invoke(main, pair)
    alone = CliRunner().invoke(main, [*pair[:2], *pair[4:]])
    bad = CliRunner().invoke(main, ["verify", str(tmp_path / "forged.pdf")])
    whole = CliRunner().invoke(main, ["verify", str(tmp_path / "case.asice"), "--language", "en"])
    cut = CliRunner().invoke(main, ["verify", str(tmp_path / "cut.asice"), "--language", "en"])

    assert (good.exit_code, bad.exit_code) == (0, 1), good.output + bad.output
    assert "VALID  Signature of PERSON TEST" in good.output
    assert "Personal number: 01001000010" in good.output
    assert "ამ ფაილს ნუ დაეყრდნობით" in bad.output
    assert (whole.exit_code, cut.exit_code) == (0, 1), whole.output + cut.output
    assert "MISSING  a.txt" in cut.output
    assert "ADDED    b.txt" in cut.output
    assert beside.exit_code == 0, beside.output
    assert beside.output.startswith("All signatures on this file are valid.")
    assert alone.exit_code == 1
    assert "Choose beside it the file that was signed." in alone.output


def trust_file(land: Country, folder: Path) -> Path:
    """Write what an installation of this country believes."""
    certificates = {"root": land.root.certificate, "signing": land.signing.certificate}
    for name, certificate in (certificates | {"issuer": land.sign_in.certificate}).items():
        (folder / f"{name}.pem").write_bytes(certificate.public_bytes(Encoding.PEM))
    root = {"certificate": "root.pem", "status_url": f"{land.root.address}/ocsp"}
    signing = {"certificate": "signing.pem", "status_url": f"{land.signing.address}/ocsp"}
    said = {
        "roots": ["root.pem"],
        "issuers": [{"certificate": "issuer.pem", "status_url": f"{land.sign_in.address}/ocsp"}],
        "signatures": {
            "roots": ["root.pem"],
            "issuers": [signing],
            "lists": [{"certificate": "root.pem", "address": f"{land.root.address}/crl"}],
            "stamps": {"address": f"{land.address}/tsa", "roots": ["root.pem"], "issuers": [root]},
        },
    }
    (folder / "trust.json").write_text(json.dumps(said))
    return folder / "trust.json"
