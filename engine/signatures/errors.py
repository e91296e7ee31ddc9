"""Errors about a document's signature: what `signing` says, as a person can read it.

Which check refused decides the words; nothing of the certificate or of the person is in them.
"""

from __future__ import annotations

from engine.errors import Rejected, Unavailable
from signing.errors import Check, Passing, SigningError


class NotSigned(Rejected):
    """The signature is none over what was to be signed."""

    code = "signing.wrong_signature"


class CertificateRefused(Rejected):
    """The certificate is not one that documents are signed with here."""

    code = "signing.certificate_refused"


class CertificateOutOfTime(Rejected):
    """The certificate has run out, or has not begun."""

    code = "signing.certificate_out_of_time"


class CertificateRevoked(Rejected):
    """The authority says that the certificate is not good."""

    code = "signing.certificate_revoked"


class PreparationChanged(Rejected):
    """Mismatch between what was kept while the card signed and what was prepared for this certificate."""

    code = "signing.preparation_changed"


class DocumentUnfit(Rejected):
    """The file can't take a signature."""

    code = "signing.document_unfit"


_REFUSALS: dict[Check, type[Rejected]] = {
    Check.PROFILE: CertificateRefused,
    Check.POLICY: CertificateRefused,
    Check.CHAIN: CertificateRefused,
    Check.CERTIFICATE: CertificateRefused,
    Check.IDENTITY: CertificateRefused,
    Check.ALGORITHM: CertificateRefused,
    Check.STATUS: CertificateRevoked,
    Check.PREPARED: PreparationChanged,
    Check.DOCUMENT: DocumentUnfit,
}


def translated(error: SigningError) -> Rejected | Unavailable:
    """Return the engine's error; one that passes is `Unavailable`, and nothing is lost."""
    if isinstance(error, Passing):
        if error.check is Check.STAMP:
            return Unavailable("signing.no_stamp")
        if error.check is Check.SEAL:
            return Unavailable("signing.no_seal")
        return Unavailable("signing.status_unknown")
    if error.check is Check.PROFILE and error.reason in ("expired", "not_yet_valid"):
        return CertificateOutOfTime()
    return _REFUSALS.get(error.check, NotSigned)()
