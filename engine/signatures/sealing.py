"""Setting a municipality's seal on an act that its official has signed, and what it means where that fails.

Done by a worker, because the seal's device, the time stamps and the authorities may be away: what passes is
tried again, and what is final says whom it concerns. Refuses to know which act is sealed.
"""

from __future__ import annotations

import logging
import secrets
from collections.abc import Mapping
from typing import TYPE_CHECKING

from engine.errors import Rejected, Unavailable
from engine.signatures.rules import rules_of
from engine.signatures.seals import Seal
from signing.algorithms import algorithm_for, refuse_wrong_signature
from signing.errors import Check, Passing, SigningError, TrustError
from signing.seal import seal

if TYPE_CHECKING:
    from engine.operations.outside import Connections

LOG = logging.getLogger("mms.signing")


class SealRefused(Rejected):
    """The seal's certificate is not one that documents are sealed with here, or not any more."""

    code = "seal.refused"


class SealOutOfTime(SealRefused):
    """The seal's certificate has run out, or has not begun."""

    code = "seal.out_of_time"


class SealRevoked(SealRefused):
    """The authority says that the seal's certificate is not good."""

    code = "seal.revoked"


def seal_of(connections: Connections, municipality: str) -> Seal | None:
    """Return the seal of a municipality, or None. Raises `Unavailable` where the list can't be used."""
    return seals_of(connections).get(municipality)


def seals_of(connections: Connections) -> Mapping[str, Seal]:
    """Return the seals by the codes of their municipalities. Raises as `seal_of` does."""
    try:
        return connections.seals.all
    except (TrustError, OSError) as error:
        LOG.error("the list of seals can't be used: %s", error)
        raise Unavailable("seal.list") from None


def sealed(connections: Connections, found: Seal, pdf: bytes, *, title: str, place: str) -> bytes:
    """Return the file with the seal. Raises `Unavailable` where it may succeed later, else `SealRefused`."""
    rules, key = rules_of(connections), found.key()
    try:
        return seal(
            pdf,
            key,
            title=title,
            place=place,
            trust=rules.trust,
            outside=rules.outside,
            at=connections.clock.now(),
        )
    except SigningError as error:
        LOG.warning("the seal of %s was not set: %s", found.municipality, error)
        raise _told(error) from None


def refuse_unusable(found: Seal) -> None:
    """Have the device sign something. Raises as `sealed` does; no authority is asked."""
    public, data = found.certificate.public_key(), secrets.token_bytes(32)
    try:
        algorithm = algorithm_for(public)
        signature = found.key().sign(data, algorithm.name)
        refuse_wrong_signature(algorithm, public, signature=signature, data=data)
    except SigningError as error:
        raise _told(error) from None


def _told(error: SigningError) -> Rejected | Unavailable:
    if isinstance(error, Passing):
        match error.check:
            case Check.SEAL:
                return Unavailable(f"seal.{error.reason}")
            case Check.STAMP:
                return Unavailable("seal.no_stamp")
        return Unavailable("seal.status_unknown")
    if error.check is Check.PROFILE and error.reason in ("expired", "not_yet_valid"):
        return SealOutOfTime()
    return SealRevoked() if error.check is Check.STATUS else SealRefused()
