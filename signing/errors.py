"""Errors of this package: which check refused, and a word for the reason.

The word is for logs and tests; what a person reads is decided at the boundary, from the check. Nothing of
the certificate or of the person is in an error.
"""

from __future__ import annotations

from enum import StrEnum


class Check(StrEnum):
    """The checks of a sign-in, in their order, and those that signing a document has besides.

    `NONCE` is made by whoever keeps the nonces.
    """

    NONCE = "nonce"
    FORM = "form"
    CERTIFICATE = "certificate"
    PROFILE = "profile"
    POLICY = "policy"
    CHAIN = "chain"
    ALGORITHM = "algorithm"
    SIGNATURE = "signature"
    STATUS = "status"
    IDENTITY = "identity"

    DOCUMENT = "document"  # the file itself
    CONTAINER = "container"
    PREPARED = "prepared"  # what was kept while the card signed
    STAMP = "stamp"
    SEAL = "seal"
    RESULT = "result"  # the finished file, verified as a stranger would


class SigningError(Exception):
    """Something can't be trusted as it stands."""

    def __init__(self, check: Check, reason: str) -> None:
        super().__init__(f"{check}: {reason}")
        self.check = check
        self.reason = reason


class Refused(SigningError):
    """The check failed, and will fail again."""


class Passing(SigningError):
    """It can't be found out now; the same may succeed later, and nothing is lost."""


class StatusUnknown(Passing):
    """Unknown status: whether the certificate was revoked can't be found out now; later it may be."""

    def __init__(self, reason: str) -> None:
        super().__init__(Check.STATUS, reason)


class StampMissing(Passing):
    """No time stamp that can be believed was to be had; later there may be one."""

    def __init__(self, reason: str) -> None:
        super().__init__(Check.STAMP, reason)


class SealMissing(Passing):
    """The key of the seal is out of reach; later it may not be."""

    def __init__(self, reason: str) -> None:
        super().__init__(Check.SEAL, reason)


class TrustError(Exception):
    """The trust list itself can't be used; the message is for whoever wrote it."""
