"""Signing in with a card, step by step around the commands: none of these waits inside a transaction.

The challenge is used up before anything that came is read. Refuses to know pages and cookies.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from cryptography.hazmat.primitives.hashes import SHA256

from engine.commands.cards import SignInWithCard, TakeChallenge
from engine.errors import Rejected, Unavailable
from engine.identity.enrolment import known_person
from engine.queries.people import is_known
from engine.tenancy import Actor, system
from signing.errors import Check, SigningError, StatusUnknown, TrustError
from signing.sign_in import Proven, prove

if TYPE_CHECKING:
    from engine.bootstrap import Engine

LOG = logging.getLogger("mms.cards")
REFERENCE = "card sign-in"


class NotProven(Rejected):
    """Failure of proof: what came from the card proves nothing."""

    code = "card.not_proven"


class NotAccepted(Rejected):
    """The certificate on the card is not one that people sign in with here."""

    code = "card.not_accepted"


class Expired(Rejected):
    """The certificate on the card has run out, or has not begun."""

    code = "card.expired"


class Revoked(Rejected):
    """The authority says that the certificate is not good."""

    code = "card.revoked"


class NoNumber(Rejected):
    """No personal number could be read from the certificate."""

    code = "card.no_number"


_REFUSALS: dict[Check, type[Rejected]] = {
    Check.PROFILE: NotAccepted,
    Check.POLICY: NotAccepted,
    Check.CHAIN: NotAccepted,
    Check.STATUS: Revoked,
    Check.IDENTITY: NoNumber,
}


def sign_in(engine: Engine, token: bytes, *, nonce: str, device: str) -> str:
    """Return the token of a new session of whoever holds the card. Raises `Rejected` or `Unavailable`."""
    proven = _used_up(engine, token, nonce)
    with engine.read(system()) as tx:
        is_new = not is_known(tx, proven.personal_number)
    command = SignInWithCard(
        proven.personal_number,
        proven.certificate.fingerprint(SHA256()).hex(),
        proven.status.exempted_because,
        known_person(engine, proven.personal_number, reference=REFERENCE) if is_new else None,
        device,
    )
    session: str = engine.send(command, actor=system())
    return session


def holder(engine: Engine, token: bytes, *, nonce: str) -> tuple[str, str]:
    """Return whose card it is and the digest of its certificate; nobody is signed in. Raises as `sign_in`."""
    proven = _used_up(engine, token, nonce)
    return proven.personal_number, proven.certificate.fingerprint(SHA256()).hex()


def _used_up(engine: Engine, token: bytes, nonce: str) -> Proven:
    engine.send(TakeChallenge(nonce), actor=Actor())
    return _proven(engine, token, nonce)


def _proven(engine: Engine, token: bytes, nonce: str) -> Proven:
    trust = engine.connections.card_trust
    if trust is None:
        raise Unavailable("card.not_configured")
    try:
        fetch = engine.connections.trust_services.status
        return prove(token, nonce=nonce, at=engine.clock.now(), rules=trust.rules, fetch=fetch)
    except SigningError as error:
        # The check and a word for the reason; nothing of the person or the card.
        LOG.warning("a card was refused: %s", error)
        raise _refusal(error) from None
    except (TrustError, OSError) as error:
        LOG.error("the trust list can't be used: %s", error)
        raise Unavailable("card.not_configured") from None


def _refusal(error: SigningError) -> Rejected | Unavailable:
    if isinstance(error, StatusUnknown):
        return Unavailable("card.status_unknown")
    if error.reason in ("expired", "not_yet_valid"):
        return Expired()
    return _REFUSALS.get(error.check, NotProven)()
