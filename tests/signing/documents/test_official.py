"""Files that another program has signed: taken if nothing but one signature was added, and made to last."""

from __future__ import annotations

import asyncio
import io
from typing import Any

import pytest
from asn1crypto import cms
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import SigFieldSpec, SigSeedSubFilter
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner, SimpleSigner
from pyhanko.stamp import TextStampStyle
from pyhanko_certvalidator.registry import SimpleCertificateStore

from signing.errors import Check, StampMissing
from signing.official import accept, offered
from signing.pdf_file import asn1
from signing.report import Changes, Level, Verdict
from signing.status import Silence
from signing.verify import verify
from tests.pki.country import Country, Holder
from tests.signing.documents.elsewhere import private, replace_first_page, signed, updated
from tests.signing.documents.kit import Office, refuses

BLOCK = (350, 40, 550, 110)


class _Silent(SimpleSigner):
    """Signs without naming its certificate."""

    async def signed_attrs(self, *words: Any, **more: Any) -> cms.CMSAttributes:
        found = await super().signed_attrs(*words, **more)
        return cms.CMSAttributes(
            [attribute for attribute in found if attribute["type"].native != "signing_certificate_v2"]
        )


def by_program(
    pdf: bytes,
    holder: Holder,
    *,
    box: tuple[int, int, int, int] = BLOCK,
    change: Any = None,
    room: int = 2 * 9472,
    is_silent: bool = False,
) -> bytes:
    """Return the file as the official program gives it back: with a block on the page, without a stamp."""
    store = SimpleCertificateStore()
    signer = (_Silent if is_silent else SimpleSigner)(
        signing_key=private(holder), signing_cert=asn1(holder.certificate), cert_registry=store
    )
    metadata = PdfSignatureMetadata(
        field_name="Signature1", md_algorithm="sha256", subfilter=SigSeedSubFilter.PADES
    )
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    if change is not None:
        change(writer)
    place = SigFieldSpec("Signature1", on_page=0, box=box)
    style = TextStampStyle(stamp_text="Digitally signed by TEST")
    program = PdfSigner(metadata, signer, new_field_spec=place, stamp_style=style)
    output: io.BytesIO = asyncio.run(program.async_sign_pdf(writer, bytes_reserved=room))
    return output.getvalue()


@pytest.fixture
def given(office: Office) -> bytes:
    return offered(office.pdf)


def taken(office: Office, given: bytes, returned: bytes) -> Any:
    return accept(given, returned, trust=office.trust, outside=office.outside, at=office.at)


def test_returned__with_one_signature__is_made_to_last(office: Office, given: bytes, mayor: Holder) -> None:
    made, certificate = taken(office, given, by_program(given, mayor))

    (found,) = verify(made, trust=office.trust, at=office.at).found
    assert (found.verdict, found.level, found.changes) == (Verdict.VALID, Level.LONG, Changes.PROOF)
    assert (found.number, certificate) == ("01001000010", mayor.certificate)
    assert made.startswith(given)


def test_returned__after_another_signature__keeps_both(
    office: Office, land: Country, mayor: Holder, order_signed: bytes
) -> None:
    lawyer = land.signature("01001000031")

    made, _ = taken(office, order_signed, by_program(order_signed, lawyer))

    found = verify(made, trust=office.trust, at=office.at).found
    assert [(signature.verdict, signature.number) for signature in found] == [
        (Verdict.VALID, "01001000010"),
        (Verdict.VALID, "01001000031"),
    ]


def test_returned__of_another_file__is_refused(
    office: Office, given: bytes, mayor: Holder, other_order: bytes
) -> None:
    with refuses(Check.PREPARED, "changed"):
        taken(office, given, by_program(other_order, mayor))


def test_returned__as_it_was_given__is_refused(office: Office, given: bytes) -> None:
    with refuses(Check.PREPARED, "revisions"):
        taken(office, given, given)


def test_returned__with_a_page_replaced_before_signing__is_refused(
    office: Office, given: bytes, mayor: Holder
) -> None:
    """The signature is over all of it; but what is shown is not what the person was to sign."""
    with refuses(Check.PREPARED, "changed"):
        taken(office, given, by_program(given, mayor, change=replace_first_page))


def test_returned__with_a_page_replaced_afterwards__is_refused(
    office: Office, given: bytes, mayor: Holder
) -> None:
    with refuses(Check.PREPARED, "revisions"):
        taken(office, given, updated(by_program(given, mayor), replace_first_page))


def test_returned__with_two_signatures__is_refused(
    office: Office, given: bytes, land: Country, mayor: Holder
) -> None:
    with refuses(Check.PREPARED, "revisions"):
        taken(office, given, signed(by_program(given, mayor), land.signature("01001000031"), land.signing))


def test_returned__with_a_block_over_the_page__is_refused(
    office: Office, given: bytes, mayor: Holder
) -> None:
    with refuses(Check.PREPARED, "block_too_large"):
        taken(office, given, by_program(given, mayor, box=(0, 0, 595, 842)))


def test_returned__with_a_flipped_bit__is_refused(office: Office, given: bytes, mayor: Holder) -> None:
    returned = bytearray(by_program(given, mayor))
    at = returned.index(b"Digitally", len(given))
    returned[at] ^= 1

    with refuses(Check.SIGNATURE, "not_over_this"):
        taken(office, given, bytes(returned))


def test_returned__whose_signature_names_no_certificate__is_refused(
    office: Office, given: bytes, mayor: Holder
) -> None:
    with refuses(Check.SIGNATURE, "signer_unnamed"):
        taken(office, given, by_program(given, mayor, is_silent=True))


def test_returned__with_no_room_for_a_stamp__is_refused(office: Office, given: bytes, mayor: Holder) -> None:
    with refuses(Check.DOCUMENT, "place_too_small"):
        taken(office, given, by_program(given, mayor, room=4_000))


@pytest.mark.parametrize(
    ("holder", "check", "reason"),
    [
        (lambda land: land.authentication(), Check.PROFILE, "key_usage"),
        (lambda land: land.signature("01001000066"), Check.STATUS, "revoked"),
    ],
    ids=["for signing in", "revoked"],
)
def test_returned__signed_by_a_certificate_that_is_not_good__is_refused(
    office: Office, given: bytes, land: Country, holder: Any, check: Check, reason: str
) -> None:
    who = holder(land)
    land.revoke(who.certificate)

    with refuses(check, reason):
        taken(office, given, by_program(given, who))


def test_returned__where_nobody_stamps__can_be_taken_later(
    office: Office, given: bytes, mayor: Holder
) -> None:
    def silence(address: str, request: bytes) -> bytes:
        raise Silence

    returned, ways = by_program(given, mayor), office.outside
    office.asks(stamp=silence)

    with pytest.raises(StampMissing):
        taken(office, given, returned)
    office.outside = ways
    assert taken(office, given, returned)


@pytest.mark.parametrize("content", [b"", b"%PDF", b"nothing"])
def test_returned__that_is_no_pdf__is_refused(office: Office, given: bytes, content: bytes) -> None:
    with refuses(Check.PREPARED, "changed"):
        taken(office, given, content)
