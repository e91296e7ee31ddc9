"""What is said of files that nobody has tampered with, and what other programs say of them."""

from __future__ import annotations

import io
import subprocess
import sys
from pathlib import Path

import pikepdf
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from pyhanko.pdf_utils.reader import PdfFileReader

from signing import judgement as why
from signing.report import Changes, Kind, Level, Report, Verdict
from signing.verify import verify
from tests.pki.country import Country, Holder
from tests.signing.documents.conftest import ANSWERS
from tests.signing.documents.kit import PLACE, TITLE, Office


def test_verify__of_a_signed_order__says_who_when_and_what(office: Office, order_signed: bytes) -> None:
    report = verify(order_signed, trust=office.trust, at=office.at)

    (found,) = report.found
    assert report.verdict is Verdict.VALID
    assert (found.kind, found.name, found.number) == (Kind.PERSON, "PERSON TEST", "01001000010")
    assert (found.level, found.changes, found.is_ours) == (Level.LONG, Changes.PROOF, True)
    assert (found.title, found.place, found.claimed_at) == (TITLE, PLACE, office.at)
    assert found.stamped_at is not None
    assert found.stamped_at >= office.at
    assert found.status_at == office.at
    assert Report.from_json(report.to_json()) == report


def test_verify__of_two_signatures__finds_both_and_what_came_between(
    office: Office, land: Country, order_signed: bytes
) -> None:
    lawyer = land.signature("01001000031")

    first, second = verify(office.sign(lawyer, order_signed), trust=office.trust, at=office.at).found

    assert (first.verdict, first.changes, first.revision) == (Verdict.VALID, Changes.SIGNATURES, 2)
    assert (second.verdict, second.changes, second.number) == (Verdict.VALID, Changes.PROOF, "01001000031")


def test_sign__an_order__keeps_what_makes_it_last(order: bytes, order_signed: bytes) -> None:
    with pikepdf.open(io.BytesIO(order_signed)) as pdf:
        metadata = pdf.open_metadata()
        assert (metadata.pdfa_status, pdf.attachments["answers.json"].get_file().read_bytes()) == (
            "3U",
            ANSWERS,
        )
        (field,) = pdf.Root.AcroForm.Fields
        # PDF/A wants an annotation printed, and one that shows nothing to take no room.
        assert (int(field.F) & 4, [int(side) for side in field.Rect]) == (4, [0, 0, 0, 0])


# Oracles: programs of others


def test_pdfsig__of_an_order_with_two_signatures__finds_both_valid(
    office: Office, land: Country, order_signed: bytes, tmp_path: Path
) -> None:
    (tmp_path / "order.pdf").write_bytes(office.sign(land.signature("01001000032"), order_signed))

    said = subprocess.run(
        ["pdfsig", "-nocert", "order.pdf"], cwd=tmp_path, capture_output=True, text=True, check=False
    ).stdout

    assert said.count("Signature Validation: Signature is Valid.") == 2
    assert said.count("ETSI.CAdES.detached") == 2


def test_openssl__of_the_stamp_in_an_order__verifies_it(
    land: Country, order_signed: bytes, tmp_path: Path
) -> None:
    signature = PdfFileReader(io.BytesIO(order_signed)).embedded_signatures[0]
    token = signature.signer_info["unsigned_attrs"][0]["values"][0]
    (tmp_path / "token.der").write_bytes(token.dump())
    (tmp_path / "signature").write_bytes(signature.signer_info["signature"].native)
    (tmp_path / "root.pem").write_bytes(land.root.certificate.public_bytes(Encoding.PEM))

    said = subprocess.run(
        [
            *("openssl", "ts", "-verify", "-token_in", "-in", "token.der"),
            *("-data", "signature", "-CAfile", "root.pem"),
        ],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )

    assert "Verification: OK" in said.stdout + said.stderr


def test_openssl__of_the_signature_in_an_order__verifies_it(
    land: Country, order_signed: bytes, tmp_path: Path
) -> None:
    signature = PdfFileReader(io.BytesIO(order_signed)).embedded_signatures[0]
    _, begins, ends, rest = (int(number) for number in signature.byte_range)
    (tmp_path / "signature.der").write_bytes(signature.pkcs7_content.rstrip(b"\0"))
    (tmp_path / "content").write_bytes(order_signed[:begins] + order_signed[ends : ends + rest])
    (tmp_path / "root.pem").write_bytes(land.root.certificate.public_bytes(Encoding.PEM))

    said = subprocess.run(
        [
            *("openssl", "cms", "-verify", "-inform", "DER", "-in", "signature.der", "-binary", "-cades"),
            *("-content", "content", "-CAfile", "root.pem", "-purpose", "any", "-out", "/dev/null"),
        ],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )

    assert "successful" in said.stderr


def test_verify__of_what_pyhankos_program_signed__believes_it_as_far_as_it_goes(
    office: Office, land: Country, mayor: Holder, tmp_path: Path
) -> None:
    secret = mayor.key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    pem = {"key": secret, "holder": mayor.certificate.public_bytes(Encoding.PEM)}
    for stem, content in (pem | {"ca": land.signing.certificate.public_bytes(Encoding.PEM)}).items():
        (tmp_path / f"{stem}.pem").write_bytes(content)
    (tmp_path / "order.pdf").write_bytes(office.pdf)

    subprocess.run(
        [
            *(Path(sys.executable).with_name("pyhanko"), "sign", "addsig", "--field", "Elsewhere"),
            *("--use-pades", "--timestamp-url", f"{land.address}/tsa", "pemder", "--key", "key.pem"),
            *("--cert", "holder.pem", "--chain", "ca.pem", "--no-pass", "order.pdf", "signed.pdf"),
        ],
        cwd=tmp_path,
        check=True,
        capture_output=True,
    )

    made = (tmp_path / "signed.pdf").read_bytes()
    stamping = Holder(mayor.key, land.stamps.certificate)
    proof = office.proof(mayor, stamping)
    (found,) = verify(made, trust=office.trust, at=office.at).found
    assert (found.verdict, found.reason, found.is_ours) == (Verdict.UNKNOWN, why.STATUS_UNKNOWN, True)
    (found,) = verify(made, trust=office.trust, at=office.at, besides=proof).found
    assert (found.verdict, found.level, found.covers_all) == (Verdict.VALID, Level.TIMED, True)
