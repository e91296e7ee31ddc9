"""Files that somebody has tampered with: each names what gives it away."""

from __future__ import annotations

import io
import subprocess
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from cryptography.x509.oid import ExtendedKeyUsageOID
from pyhanko.pdf_utils.generic import ArrayObject, DictionaryObject, NumberObject, pdf_name, pdf_string
from pyhanko.sign.fields import MDPPerm

from signing import judgement as why
from signing.errors import Check
from signing.evidence import Evidence
from signing.pdf_file import with_evidence
from signing.report import Changes, Level, SignatureReport, Verdict
from signing.verify import verify
from tests.pki.authority import Authority, rsa_key, usage
from tests.pki.country import Country, Holder, service_leaf
from tests.signing.documents.elsewhere import byte_range, replace_first_page, signed, stamper, updated
from tests.signing.documents.kit import Office, refuses


@pytest.fixture
def stamps(clock: Holder) -> Any:
    return stamper(clock)


def look(office: Office, pdf: bytes) -> tuple[SignatureReport, ...]:
    return verify(pdf, trust=office.trust, at=office.at).found


def says(found: SignatureReport) -> tuple[Verdict, str]:
    return found.verdict, found.reason


# The file after it was signed


def test_verify__of_a_page_replaced_after_signing__says_so_where_pdfsig_does_not(
    office: Office, order_signed: bytes, tmp_path: Path
) -> None:
    forged = updated(order_signed, replace_first_page)
    (tmp_path / "forged.pdf").write_bytes(forged)
    pdfsig = subprocess.run(
        ["pdfsig", "-nocert", "forged.pdf"], cwd=tmp_path, capture_output=True, text=True, check=False
    )

    (found,) = look(office, forged)

    assert "Signature is Valid" in pdfsig.stdout
    assert says(found) == (Verdict.INVALID, why.CHANGED_AFTER)
    assert found.changes is Changes.OTHER


def _note_over_the_page(writer: Any) -> None:
    page = writer.root["/Pages"]["/Kids"][0]
    note = DictionaryObject(
        {
            pdf_name("/Type"): pdf_name("/Annot"),
            pdf_name("/Subtype"): pdf_name("/FreeText"),
            pdf_name("/Rect"): ArrayObject(map(NumberObject, (0, 0, 600, 800))),
            pdf_name("/Contents"): pdf_string("void"),
        }
    )
    page[pdf_name("/Annots")] = ArrayObject([writer.add_object(note)])
    writer.update_container(page)


def _another_attachment(writer: Any) -> None:
    writer.root[pdf_name("/Names")] = DictionaryObject()
    writer.update_root()


@pytest.mark.parametrize("change", [_note_over_the_page, _another_attachment])
def test_verify__of_anything_else_added_after_signing__says_so(
    office: Office, order_signed: bytes, change: Any
) -> None:
    (found,) = look(office, updated(order_signed, change))

    assert says(found) == (Verdict.INVALID, why.CHANGED_AFTER)


def test_verify__of_a_flipped_bit__says_that_the_file_was_changed(
    office: Office, order_signed: bytes
) -> None:
    spoiled = order_signed.replace(b"/Producer", b"/producer", 1)
    assert spoiled != order_signed

    (found,) = look(office, spoiled)

    assert says(found) == (Verdict.INVALID, why.CHANGED)


def test_verify__of_a_changed_signature_value__says_that_it_is_forged(
    office: Office, order_signed: bytes, mayor: Holder
) -> None:
    prepared = office.prepare(mayor)
    value = office.card(mayor, prepared).hex().upper().encode()
    signed_now = office.finish(mayor, prepared, bytes.fromhex(value.decode()))
    assert value in signed_now

    (found,) = look(office, signed_now.replace(value, value[:-2] + (b"00" if value[-2:] != b"00" else b"01")))

    assert says(found) == (Verdict.INVALID, why.FORGED)


def test_verify__with_an_old_answer_and_a_fresh_one_that_is_forged__is_not_believed(
    office: Office, thief: Holder, stale: Evidence, land: Country, clock: Holder, stamps: Any
) -> None:
    made = signed(office.pdf, thief, land.signing, stamps=stamps)
    proof = stale + Evidence((), (office.proof(thief, clock).answers[1],))

    (found,) = look(office, with_evidence(made, proof))

    assert says(found) == (Verdict.UNKNOWN, why.STATUS_UNKNOWN)


def test_verify__with_another_stream_for_a_table_of_contents__is_refused(office: Office) -> None:
    pdf = b"%PDF-1.7\n1 0 obj<</Type/Other/Length 0>>stream\n\nendstream\nendobj\nstartxref\n9\n%%EOF\n"

    with refuses(Check.DOCUMENT, "unreadable"):
        look(office, pdf)


def test_verify__without_the_proof_behind_the_signature__does_not_know(
    office: Office, order_signed: bytes
) -> None:
    _, _, begins, rest = byte_range(order_signed)

    (found,) = look(office, order_signed[: begins + rest])

    assert says(found) == (Verdict.UNKNOWN, why.STATUS_UNKNOWN)
    assert found.covers_all


def test_verify__of_a_file_cut_off_within_the_signed_part__is_not_read(
    office: Office, order_signed: bytes
) -> None:
    with refuses(Check.DOCUMENT, "unreadable"):
        look(office, order_signed[:20_000])


# Signatures that say themselves what they are over


def _moved(pdf: bytes, spans: list[int]) -> bytes:
    """Return the file with a copy of the signature that claims to be over these bytes."""

    def change(writer: Any) -> None:
        field = writer.root["/AcroForm"]["/Fields"][0]
        old = field["/V"]
        copy = DictionaryObject({key: old.raw_get(key) for key in old})
        copy[pdf_name("/ByteRange")] = ArrayObject(map(NumberObject, spans))
        field[pdf_name("/V")] = writer.add_object(copy)
        writer.update_container(field)

    return updated(pdf, change)


@pytest.mark.parametrize(
    "spans",
    [
        lambda a, b, c, d: [a, b, c, d],
        lambda a, b, c, d: [a, b, c, d - 100],
        lambda a, b, c, d: [a, b, c, d + 10**6],
        lambda a, b, c, d: [0, b, c, -1],
        lambda a, b, c, d: [100, b - 100, c, d],
        lambda a, b, c, d: [a, b, b, d + c - b],
        lambda a, b, c, d: [a, b - 200, c, d],
        lambda a, b, c, d: [a, b],
        lambda a, b, c, d: [a, b, c, d, c + d, 10],
    ],
)
def test_verify__of_a_copied_signature_over_other_bytes__says_what_is_not_covered(
    office: Office, order_signed: bytes, spans: Any
) -> None:
    forged = updated(_moved(order_signed, spans(*byte_range(order_signed))), replace_first_page)

    (found,) = look(office, forged)

    assert says(found) == (Verdict.INVALID, why.NOT_COVERED)


def test_verify__of_a_signature_of_another_file__says_that_the_file_was_changed(
    office: Office, order_signed: bytes, mayor: Holder, other_order: bytes
) -> None:
    other = office.sign(mayor, other_order)
    _, here, _, _ = byte_range(order_signed)
    _, there, ends, _ = byte_range(other)
    transplanted = order_signed[:here] + other[there:ends] + order_signed[here + ends - there :]

    (found,) = look(office, transplanted)

    assert says(found) == (Verdict.INVALID, why.CHANGED)


# Signatures made elsewhere


def test_verify__of_a_signature_without_a_stamp__does_not_know_when(
    office: Office, land: Country, mayor: Holder
) -> None:
    (found,) = look(office, signed(office.pdf, mayor, land.signing))

    assert found.verdict is Verdict.UNKNOWN
    assert found.level is Level.BASIC
    assert found.stamped_at is None


def test_verify__of_a_stranger_of_the_same_name__vouches_for_nothing(
    office: Office, land: Country, mayor: Holder, stamps: Any
) -> None:
    false_ca = Authority(rsa_key("false"), land.signing.certificate, land.signing.address)
    leaf = land.leaf("01001000010", usage=usage("content_commitment"), purposes=None)
    forger = Holder(leaf.key, false_ca.issue(leaf))

    (found,) = look(office, signed(office.pdf, forger, false_ca, stamps=stamps))

    assert says(found) == (Verdict.UNKNOWN, why.FOREIGN)
    assert not found.is_ours


def test_verify__by_the_certificate_of_signing_in__vouches_for_nothing(
    office: Office, land: Country, stamps: Any
) -> None:
    (found,) = look(office, signed(office.pdf, land.authentication(), land.sign_in, stamps=stamps))

    assert says(found) == (Verdict.UNKNOWN, why.FOREIGN)
    assert not found.is_ours


def test_verify__with_a_stamp_of_nobody_that_we_trust__does_not_know_when(
    office: Office, land: Country, mayor: Holder, clock: Holder
) -> None:
    leaf = service_leaf("MMS TEST TSA", at=land.at, purpose=ExtendedKeyUsageOID.TIME_STAMPING)
    unknown = stamper(land.issued(land.signing, leaf.but(are_purposes_critical=True)))
    made = signed(office.pdf, mayor, land.signing, stamps=unknown)

    (found,) = verify(made, trust=office.trust, at=office.at, besides=office.proof(mayor, clock)).found

    assert says(found) == (Verdict.UNKNOWN, why.STAMP_UNPROVEN)


def test_verify__after_the_certificate_was_revoked__says_so(
    office: Office, land: Country, clock: Holder, stamps: Any
) -> None:
    holder = land.signature("01001000020")
    made = signed(office.pdf, holder, land.signing, stamps=stamps)
    land.revoke(holder.certificate)

    (found,) = verify(made, trust=office.trust, at=office.at, besides=office.proof(holder, clock)).found

    assert says(found) == (Verdict.INVALID, why.REVOKED)


def test_verify__with_sha1__is_weak(office: Office, land: Country, mayor: Holder, stamps: Any) -> None:
    (found,) = look(office, signed(office.pdf, mayor, land.signing, stamps=stamps, hash_name="sha1"))

    assert says(found) == (Verdict.UNKNOWN, why.WEAK)


def test_verify__that_permits_no_changes__minds_the_proof_that_was_added(
    office: Office, land: Country, mayor: Holder, stamps: Any
) -> None:
    locked = signed(
        office.pdf, mayor, land.signing, stamps=stamps, certify=True, docmdp_permissions=MDPPerm.NO_CHANGES
    )

    with refuses(Check.DOCUMENT, "locked"):
        office.sign(mayor, locked)


# Files that are none


@pytest.mark.parametrize(
    "pdf",
    [
        b"",
        b"%PDF-1.7\n",
        b"\0" * 1000,
        b"%PDF-1.7\ntrailer <</Root 1 0 R>>\n%%EOF",
        b"%PDF-1.7\nxref\n0 0\ntrailer <</Root 1..2 >>\nstartxref\n9\n%%EOF\n",
    ],
)
def test_verify__of_what_is_no_pdf__is_refused(office: Office, pdf: bytes) -> None:
    with refuses(Check.DOCUMENT, "unreadable"):
        look(office, pdf)


def test_verify__of_an_encrypted_file__is_refused(office: Office, order: bytes) -> None:
    target = io.BytesIO()
    with pikepdf.open(io.BytesIO(order)) as pdf:
        pdf.save(target, encryption=pikepdf.Encryption(owner="o", user=""))

    with refuses(Check.DOCUMENT, "encrypted"):
        look(office, target.getvalue())


def test_verify__of_a_file_that_nobody_signed__says_so(office: Office) -> None:
    report = verify(office.pdf, trust=office.trust, at=office.at)

    assert (report.verdict, report.found, report.unread) == (None, (), 0)


def test_verify__of_a_signature_of_an_unknown_kind__says_that_it_was_not_read(
    office: Office, order_signed: bytes
) -> None:
    report = verify(
        order_signed.replace(b"/ETSI.CAdES.detached", b"/ETSI.ZAdES.detached"),
        trust=office.trust,
        at=office.at,
    )

    assert (report.found, report.unread, report.verdict) == ((), 1, Verdict.UNKNOWN)


def test_file__packed_in_a_way_that_nobody_knows__is_refused(office: Office, order_signed: bytes) -> None:
    with refuses(Check.DOCUMENT, "unreadable"):
        verify(order_signed.replace(b"/FlateDecode", b"/F|ateDecode"), trust=office.trust, at=office.at)
