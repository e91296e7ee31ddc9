"""Requirements of a certificate by itself: when it is good, what for, under which policy.

Refuses to know who issued it and whether it was revoked.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import TypeVar

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.x509.oid import ExtendedKeyUsageOID, ExtensionOID

from signing.algorithms import WEAK_HASHES
from signing.errors import Check, Refused

Kind = TypeVar("Kind", bound=x509.ExtensionType)
# What the library may meet in a certificate, a list or an answer of unknown origin, now or when it is asked.
UNREADABLE = (
    *(ValueError, TypeError, UnsupportedAlgorithm),
    *(x509.DuplicateExtension, x509.InvalidVersion, x509.UnsupportedGeneralNameType),
)
# A critical extension that nobody here understands may say that the certificate is not for this.
UNDERSTOOD = {
    ExtensionOID.KEY_USAGE,
    ExtensionOID.EXTENDED_KEY_USAGE,
    ExtensionOID.BASIC_CONSTRAINTS,
    ExtensionOID.CERTIFICATE_POLICIES,
    ExtensionOID.SUBJECT_ALTERNATIVE_NAME,
}


def extension(certificate: x509.Certificate, kind: type[Kind]) -> Kind | None:
    """Return the extension of this kind, if the certificate has it."""
    try:
        return certificate.extensions.get_extension_for_class(kind).value
    except x509.ExtensionNotFound:
        return None


def is_valid_at(certificate: x509.Certificate, at: datetime) -> bool:
    return certificate.not_valid_before_utc <= at <= certificate.not_valid_after_utc


def has_weak_hash(certificate: x509.Certificate) -> bool:
    algorithm = certificate.signature_hash_algorithm
    return algorithm is None or algorithm.name in WEAK_HASHES


def refuse_unless_for_sign_in(certificate: x509.Certificate, *, at: datetime) -> None:
    """Raise `Refused` unless it is a person's authentication certificate, good at the instant."""
    _refuse_unless_current(certificate, at=at)
    usage = extension(certificate, x509.KeyUsage)
    if usage is None or not usage.digital_signature:
        raise Refused(Check.PROFILE, "key_usage")
    if usage.content_commitment or usage.key_cert_sign or usage.crl_sign:
        raise Refused(Check.PROFILE, "key_usage")
    purposes = extension(certificate, x509.ExtendedKeyUsage)
    if purposes is None or ExtendedKeyUsageOID.CLIENT_AUTH not in purposes:
        raise Refused(Check.PROFILE, "purpose")


def refuse_unless_for_signatures(certificate: x509.Certificate, *, at: datetime) -> None:
    """Raise `Refused` unless it is a certificate for signatures that bind, good at the instant."""
    _refuse_unless_current(certificate, at=at)
    usage = extension(certificate, x509.KeyUsage)
    if usage is None or not usage.content_commitment or usage.key_cert_sign or usage.crl_sign:
        raise Refused(Check.PROFILE, "key_usage")


def _refuse_unless_current(certificate: x509.Certificate, *, at: datetime) -> None:
    if at < certificate.not_valid_before_utc:
        raise Refused(Check.PROFILE, "not_yet_valid")
    if at > certificate.not_valid_after_utc:
        raise Refused(Check.PROFILE, "expired")
    if any(found.critical and found.oid not in UNDERSTOOD for found in certificate.extensions):
        raise Refused(Check.PROFILE, "unknown_critical_extension")
    constraints = extension(certificate, x509.BasicConstraints)
    if constraints is not None and constraints.ca:
        raise Refused(Check.PROFILE, "authority")


def refuse_weak_hash(certificate: x509.Certificate) -> None:
    """Raise `Refused` if its signature is over a hash that can be forged."""
    if has_weak_hash(certificate):
        raise Refused(Check.POLICY, "weak_hash")


def refuse_unless_policy(certificate: x509.Certificate, allowed: Collection[str]) -> None:
    """Raise `Refused` unless it was issued under one of these policies (none named: any)."""
    policies = extension(certificate, x509.CertificatePolicies) or ()
    if allowed and not {policy.policy_identifier.dotted_string for policy in policies} & set(allowed):
        raise Refused(Check.POLICY, "other_policy")
