"""Signing in two steps: what is signed is what was prepared, for the one certificate, and nothing else."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, padding
from cryptography.hazmat.primitives.hashes import SHA256, SHA512
from cryptography.x509 import ocsp

from signing.errors import Check
from signing.prepared import Prepared
from tests.pki.authority import rsa_key, usage
from tests.pki.country import Country, Holder
from tests.signing.documents.kit import Office, refuses


def test_finish__of_what_was_kept_as_bytes__adds_to_the_file_and_changes_nothing(
    office: Office, mayor: Holder
) -> None:
    prepared = Prepared.from_bytes(office.prepare(mayor).to_bytes())

    signed = office.finish(mayor, prepared, office.card(mayor, prepared))

    assert signed.startswith(office.pdf)
    assert len(signed) > len(prepared.pdf)


@pytest.mark.parametrize("curve", [ec.SECP256R1(), ec.SECP384R1(), ec.SECP521R1()], ids=lambda one: one.name)
def test_finish__with_a_card_on_a_curve__gives_a_signed_file(
    office: Office, land: Country, curve: ec.EllipticCurve
) -> None:
    holder = land.signature("01001000011", key=ec.generate_private_key(curve))

    assert office.sign(holder).startswith(office.pdf)


# What was kept between the two steps


def test_finish__with_another_certificate_than_at_prepare__is_refused(
    office: Office, land: Country, mayor: Holder
) -> None:
    prepared, other = office.prepare(mayor), land.signature("01001000012")

    with refuses(Check.PREPARED, "other_certificate"):
        office.finish(other, prepared, office.card(other, prepared))


def test_finish__with_the_other_certificate_written_into_what_was_kept__is_refused(
    office: Office, land: Country, mayor: Holder
) -> None:
    other = land.signature("01001000012")
    prepared = replace(office.prepare(mayor), certificate_digest=other.certificate.fingerprint(SHA256()))

    with refuses(Check.PREPARED, "changed"):
        office.finish(other, prepared, office.card(other, prepared))


def test_finish__of_a_prepared_file_with_a_flipped_bit__is_refused(office: Office, mayor: Holder) -> None:
    prepared = office.prepare(mayor)
    spoiled = bytearray(prepared.pdf)
    spoiled[500] ^= 1

    with refuses(Check.PREPARED, "changed"):
        office.finish(mayor, replace(prepared, pdf=bytes(spoiled)), office.card(mayor, prepared))


def test_finish__of_another_prepared_document__is_refused(
    office: Office, mayor: Holder, other_order: bytes
) -> None:
    prepared, other = office.prepare(mayor), office.prepare(mayor, other_order)

    with refuses(Check.SIGNATURE, "wrong"):
        office.finish(mayor, other, office.card(mayor, prepared))


@pytest.mark.parametrize("shift", [(-1, 0), (0, 1), (10**9, 0), (-(10**9), 0)])
def test_finish__with_the_place_moved__is_refused(
    office: Office, mayor: Holder, shift: tuple[int, int]
) -> None:
    kept = office.prepare(mayor)
    moved = replace(kept, place_begins=kept.place_begins + shift[0], place_ends=kept.place_ends + shift[1])

    with refuses(Check.PREPARED, "no_place"):
        office.finish(mayor, moved, office.card(mayor, kept))


@pytest.mark.parametrize("kept", [b"", b"\xc1", b"\x92\x02\x80", b"\x92\x01\x80"])
def test_prepared__from_bytes_that_are_none__is_refused(kept: bytes) -> None:
    with refuses(Check.PREPARED, "unreadable"):
        Prepared.from_bytes(kept)


# What the card gave


def test_finish__with_a_signature_over_another_hash__is_refused(office: Office, mayor: Holder) -> None:
    prepared = office.prepare(mayor)
    signature = mayor.key.sign(prepared.attributes, padding.PKCS1v15(), SHA512())

    with refuses(Check.SIGNATURE, "wrong"):
        office.finish(mayor, prepared, signature)


@pytest.mark.parametrize("signature", [b"", b"\0" * 256, b"\xff" * 256, b"\0" * 10_000])
def test_finish__with_no_signature__is_refused(office: Office, mayor: Holder, signature: bytes) -> None:
    with refuses(Check.SIGNATURE, "wrong"):
        office.finish(mayor, office.prepare(mayor), signature)


def test_finish__with_a_signature_by_another_key__is_refused(
    office: Office, land: Country, mayor: Holder
) -> None:
    prepared, other = office.prepare(mayor), land.signature("01001000012")

    with refuses(Check.SIGNATURE, "wrong"):
        office.finish(mayor, prepared, office.card(other, prepared))


# The certificate


def test_prepare__for_the_certificate_of_signing_in__is_refused(office: Office, land: Country) -> None:
    with refuses(Check.PROFILE, "key_usage"):
        office.prepare(land.authentication())


def test_finish__with_a_certificate_of_the_authority_for_signing_in__is_refused(
    office: Office, land: Country
) -> None:
    leaf = land.leaf("01001000013", usage=usage("content_commitment"), purposes=None)
    holder = land.issued(land.sign_in, leaf)

    with refuses(Check.CHAIN, "unknown_issuer"):
        office.sign(holder)


@pytest.mark.parametrize(
    ("changes", "check", "reason"),
    [
        ({"valid_until": timedelta(days=-1)}, Check.PROFILE, "expired"),
        ({"valid_from": timedelta(days=1)}, Check.PROFILE, "not_yet_valid"),
        ({"is_ca": True}, Check.PROFILE, "authority"),
        ({"has_sha1": True}, Check.POLICY, "weak_hash"),
        ({"key": 1024}, Check.ALGORITHM, "weak_key"),
    ],
)
def test_prepare__for_an_unfit_certificate__is_refused(
    office: Office, land: Country, changes: dict, check: Check, reason: str
) -> None:
    said = {
        name: land.at + value if isinstance(value, timedelta) else value for name, value in changes.items()
    }
    if "key" in said:
        said["key"] = rsa_key("weak", said["key"])
    holder = land.signature("01001000014", **said)

    with refuses(check, reason):
        office.prepare(holder)


def test_finish__with_a_revoked_certificate__is_refused(office: Office, land: Country) -> None:
    holder = land.signature("01001000015")
    land.revoke(holder.certificate)

    with refuses(Check.STATUS, "revoked"):
        office.sign(holder)


def test_finish__while_the_authority_does_not_answer__passes_later(
    office: Office, land: Country, mayor: Holder
) -> None:
    prepared = office.prepare(mayor)
    signature = office.card(mayor, prepared)
    land.responders["signing"].be(failure=ocsp.OCSPResponseStatus.TRY_LATER)
    with refuses(Check.STATUS, "no_answer"):
        office.finish(mayor, prepared, signature)

    land.responders["signing"].be(failure=None)

    assert office.finish(mayor, prepared, signature).startswith(office.pdf)
