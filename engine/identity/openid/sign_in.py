"""Signing in at an OpenID provider, step by step around the commands: none waits inside a transaction.

Authorization code flow with PKCE (RFC 7636). Nonce and verifier are derived from the state by the
installation's secret, so that neither the database nor the browser keeps them. Refuses to know
pages and cookies.
"""

from __future__ import annotations

import base64
import hmac
import logging
from collections.abc import Callable, Mapping
from hashlib import sha256
from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import urlencode, urlsplit

from joserfc.jwk import KeySet

from engine.commands.openid import BeginOpenId, EndProviderSessions, SignInByOpenId, TakeOpenId
from engine.connectors.openid import CodeRefused, OpenIdConnector
from engine.errors import NotFound, Rejected, Unavailable
from engine.identity.contact_address import NumberMalformed, read_number
from engine.identity.enrolment import known_person
from engine.identity.openid.refusals import Cancelled, LevelTooLow, NoNumber
from engine.identity.openid.tokens import IdToken, ProofRefused, read_id_token, read_logout_token
from engine.queries.people import is_known
from engine.tenancy import Actor, Assurance, system

if TYPE_CHECKING:
    from engine.bootstrap import Engine

LOG = logging.getLogger("mms.openid")
REFERENCE = "openid sign-in"
_Read = TypeVar("_Read")


class NotProven(CodeRefused):
    """Failure of proof: what came from the provider proves nothing."""


def connector_of(engine: Engine, key: str) -> OpenIdConnector:
    """Return the connector to a provider; one that is not in the configuration does not exist."""
    found = engine.connections.openid.get(key)
    if found is None:
        raise NotFound
    return found


def begin(
    engine: Engine, key: str, *, redirect_uri: str, level: Assurance | None, language: str
) -> tuple[str, str]:
    """Return the state of a new attempt, and the provider's address to go to. Raises `Unavailable`."""
    connector = connector_of(engine, key)
    provider, place = connector.provider, _asked(connector.description).authorization
    state: str = engine.send(BeginOpenId(key), actor=Actor())
    challenge = sha256(_derived(engine, key, state, "verifier").encode()).digest()
    query = {
        "response_type": "code",
        "client_id": provider.client_id,
        "redirect_uri": redirect_uri,
        "scope": " ".join(provider.scopes),
        "state": state,
        "nonce": _derived(engine, key, state, "nonce"),
        "code_challenge": _letters(challenge),
        "code_challenge_method": "S256",
        "ui_locales": language,
    }
    wanted = "card" if provider.serves == "staff" else level
    if wanted is not None and (values := provider.asked_for(wanted)):
        query |= {"acr_values": " ".join(values), "prompt": "login"}
    return state, f"{place}{'&' if urlsplit(place).query else '?'}{urlencode(query)}"


def finish(
    engine: Engine,
    key: str,
    answer: Mapping[str, str],
    *,
    redirect_uri: str,
    device: str,
    goes_on_as: int | None,
    level: Assurance | None,
) -> str:
    """Return the token of a new session of whom the provider names. Raises `Rejected` or `Unavailable`."""
    connector = connector_of(engine, key)
    provider, state = connector.provider, answer.get("state", "")
    engine.send(TakeOpenId(key, state), actor=Actor())
    _refuse_answer(connector, answer)
    token, access_token = _tokens(engine, connector, answer, redirect_uri)
    assurance = provider.assurance(token.acr)
    if assurance != "card" and "card" in (level, "card" if provider.serves == "staff" else None):
        raise LevelTooLow
    number = _number(connector, token, access_token)
    with engine.read(system()) as tx:
        is_new = not is_known(tx, number)
    command = SignInByOpenId(
        key,
        provider.issuer,
        token.subject,
        number,
        assurance,
        token.acr,
        token.session,
        provider.opens_offices,
        provider.serves == "staff",
        goes_on_as,
        known_person(engine, number, reference=REFERENCE) if is_new else None,
        device,
    )
    session: str = engine.send(command, actor=system())
    return session


def end_by_provider(engine: Engine, key: str, text: str) -> int:
    """End the sessions that a logout token names; return how many. Raises `NotProven` or `Unavailable`."""
    connector = connector_of(engine, key)
    provider, now = connector.provider, engine.clock.now()
    token = _verified(connector, lambda keys: read_logout_token(text, keys, provider, now=now))
    command = EndProviderSessions(
        key, provider.issuer, token.token_id, token.expires_at, token.subject, token.session
    )
    ended: int = engine.send(command, actor=system())
    return ended


def sign_out_address(engine: Engine, key: str, *, back_to: str) -> str | None:
    """Return where the session at the provider is ended (RP-Initiated Logout 1.0), if it offers that."""
    connector = engine.connections.openid.get(key)
    if connector is None:
        return None
    try:
        place = connector.description().sign_out
    except (Unavailable, Rejected):
        return None
    query = {"client_id": connector.provider.client_id, "post_logout_redirect_uri": back_to}
    return place and f"{place}{'&' if urlsplit(place).query else '?'}{urlencode(query)}"


def _refuse_answer(connector: OpenIdConnector, answer: Mapping[str, str]) -> None:
    """Refuse an answer of another issuer (RFC 9207), and one that brings an error."""
    issuer = answer.get("iss")
    if issuer is None and _asked(connector.description).names_issuer:
        raise _refused(connector, "iss missing")
    if issuer not in (None, connector.provider.issuer):
        raise _refused(connector, "iss")
    match answer.get("error"):
        case None:
            return
        case "access_denied":
            raise Cancelled
        case "server_error" | "temporarily_unavailable":
            raise Unavailable("openid.away", system=connector.name)
        case "unmet_authentication_requirements":
            raise LevelTooLow
        case _:
            raise _refused(connector, "error")


def _tokens(
    engine: Engine, connector: OpenIdConnector, answer: Mapping[str, str], redirect_uri: str
) -> tuple[IdToken, Any]:
    """Return what the ID token of the answer's code says, and the access token beside it."""
    provider, state = connector.provider, answer["state"]
    verifier = _derived(engine, provider.key, state, "verifier")
    said = _asked(connector.tokens, answer.get("code", ""), verifier=verifier, redirect_uri=redirect_uri)
    nonce, now = _derived(engine, provider.key, state, "nonce"), engine.clock.now()
    text = str(said.get("id_token") or "")
    token = _verified(connector, lambda keys: read_id_token(text, keys, provider, nonce=nonce, now=now))
    return token, said.get("access_token")


def _number(connector: OpenIdConnector, token: IdToken, access_token: Any) -> str:
    """Return the personal number, from the ID token or else from what the provider says beside it."""
    name = connector.provider.number_claim
    found = token.claims.get(name)
    if found is None and isinstance(access_token, str):
        said = _asked(connector.userinfo, access_token)
        if said and said.get("sub") != token.subject:
            raise _refused(connector, "sub of userinfo")
        found = said.get(name)
    if not isinstance(found, str):
        raise NoNumber
    try:
        return read_number(found)
    except NumberMalformed:
        raise NoNumber from None


def _verified(connector: OpenIdConnector, read: Callable[[KeySet], _Read]) -> _Read:
    """Return what a token says; where its key is unknown, keys may have been rotated and are asked anew."""
    try:
        try:
            return read(_asked(connector.keys))
        except ProofRefused as refused:
            keys = _asked(connector.renewed_keys) if refused.reason == "signature" else None
            if keys is None:
                raise
            return read(keys)
    except ProofRefused as refused:
        raise _refused(connector, refused.reason) from None


def _refused(connector: OpenIdConnector, reason: str) -> NotProven:
    # The check alone; nothing of the person or the token.
    LOG.warning("an answer of the provider %s was refused: %s", connector.provider.key, reason)
    return NotProven()


def _asked(question: Callable[..., _Read], *given: Any, **named: Any) -> _Read:
    """Ask the provider; whatever goes wrong with it is one thing to whoever signs in: it is away."""
    try:
        return question(*given, **named)
    except CodeRefused:
        raise
    except (Unavailable, Rejected) as error:
        raise Unavailable("openid.away", reason=error.error_code) from None


def _derived(engine: Engine, key: str, state: str, what: str) -> str:
    secret = hmac.digest(engine.settings.secret.encode(), b"openid", "sha256")
    return _letters(hmac.digest(secret, "\0".join((what, key, state)).encode(), "sha256"))


def _letters(digest: bytes) -> str:
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
