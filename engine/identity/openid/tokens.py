"""ID tokens (OpenID Connect Core 1.0, 3.1.3.7) and logout tokens (Back-Channel Logout 1.0) of providers.

Signatures are verified by joserfc, with the algorithms of the configuration alone. What a token says beyond
what is read here (roles, groups, names) reaches nobody. Refuses to know where keys come from.
"""

from __future__ import annotations

import hmac
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final

from joserfc import jwt
from joserfc.errors import ExpiredTokenError, JoseError
from joserfc.jwk import KeySet
from joserfc.jwt import ClaimsOption

from engine.identity.openid.configuration import Provider

SKEW: Final = timedelta(seconds=60)  # between the provider's clock and ours
LONGEST_AGE: Final = timedelta(minutes=10)  # of a token that has just been made for us
LARGEST: Final = 16_000  # characters
LONGEST_SUBJECT: Final = 255  # OpenID Connect Core 1.0, 2
SIGNED_OUT: Final = "http://schemas.openid.net/event/backchannel-logout"
_TYPES_OF_LOGOUT: Final = ("logout+jwt", "application/logout+jwt", "jwt", "")


class ProofRefused(Exception):
    """A token that proves nothing; `reason` is a word for the log, and holds nothing of the person."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True)
class IdToken:
    """Whom the provider has signed in, and how surely."""

    subject: str
    acr: str | None
    session: str | None  # the provider's own (`sid`)
    claims: dict[str, Any] = field(repr=False)


@dataclass(frozen=True)
class LogoutToken:
    """Whose sessions the provider has ended: of a subject, one session of the provider, or both."""

    token_id: str
    subject: str | None
    session: str | None
    expires_at: datetime


def read_id_token(text: str, keys: KeySet, provider: Provider, *, nonce: str, now: datetime) -> IdToken:
    """Return what the ID token says. Raises `ProofRefused`."""
    claims = _verified(text, keys, provider, now=now, needed=("sub", "nonce"))[1]
    if not hmac.compare_digest(str(claims["nonce"]).encode(), nonce.encode()):
        raise ProofRefused("nonce")
    if claims.get("azp", provider.client_id) != provider.client_id:
        raise ProofRefused("azp")
    if claims["iat"] < (now - LONGEST_AGE).timestamp():
        raise ProofRefused("old")
    acr = claims.get("acr")
    return IdToken(
        _text(claims, "sub") or "", acr if isinstance(acr, str) else None, _text(claims, "sid"), claims
    )


def read_logout_token(text: str, keys: KeySet, provider: Provider, *, now: datetime) -> LogoutToken:
    """Return whose sessions end. Raises `ProofRefused`; whether it came before, the caller knows."""
    header, claims = _verified(text, keys, provider, now=now, needed=("jti", "events"))
    if str(header.get("typ", "")).lower() not in _TYPES_OF_LOGOUT:
        raise ProofRefused("type")
    events = claims["events"]
    if not isinstance(events, dict) or not isinstance(events.get(SIGNED_OUT), dict):
        raise ProofRefused("events")
    if "nonce" in claims:
        raise ProofRefused("nonce")  # an ID token that somebody shows as a logout token
    subject, session = _text(claims, "sub"), _text(claims, "sid")
    if subject is None and session is None:
        raise ProofRefused("nobody")
    # It can come again as long as it holds, the tolerated skew with it.
    expires_at = datetime.fromtimestamp(claims["exp"], now.tzinfo) + SKEW
    if expires_at > now + timedelta(days=1):
        raise ProofRefused("too_long")
    return LogoutToken(_text(claims, "jti") or "", subject, session, expires_at)


def _verified(
    text: str, keys: KeySet, provider: Provider, *, now: datetime, needed: tuple[str, ...]
) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return header and claims of a token that the provider signed, now, for us alone."""
    if len(text) > LARGEST or text.count(".") != 2:
        raise ProofRefused("format")
    try:
        token = jwt.decode(text, keys, algorithms=list(provider.algorithms))
    except (JoseError, ValueError, TypeError, KeyError, RecursionError):
        raise ProofRefused("signature") from None
    claims = token.claims
    rules = jwt.JWTClaimsRegistry(
        now=int(now.timestamp()),
        leeway=int(SKEW.total_seconds()),
        iss={"essential": True, "value": provider.issuer},
        aud={"essential": True, "value": provider.client_id},
        exp={"essential": True},
        iat={"essential": True},
        **dict.fromkeys(needed, ClaimsOption(essential=True)),
    )
    try:
        rules.validate(claims)
    except ExpiredTokenError:
        raise ProofRefused("expired") from None
    except JoseError as error:
        raise ProofRefused(getattr(error, "claim", None) or error.error) from None
    if claims["aud"] not in (provider.client_id, [provider.client_id]):
        raise ProofRefused("aud")  # somebody else's too, whom we do not know
    return dict(token.header), claims


def _text(claims: dict[str, Any], name: str) -> str | None:
    found = claims.get(name)
    if found is None:
        return None
    if not isinstance(found, str) or not 0 < len(found) <= LONGEST_SUBJECT:
        raise ProofRefused(name)
    return found
