"""Authentication of a request: the session cookie and the person behind it.

The cookie holds a random token; the session lives in the engine, which decides its expiry and
reads the roles anew for each request. This module refuses to know how a person proves who they
are, and keeps nothing about the person in the browser.
"""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlsplit

from flask import Flask, g, request
from werkzeug.wrappers import Response

from engine.commands.contacts import CodeAnswered, SignInByCode
from engine.commands.guests import BeginAsGuest, ReturnAsGuest
from engine.commands.sessions import EndSession, SignInDemo
from engine.errors import Unavailable
from engine.identity.card_sign_in import sign_in
from engine.identity.openid import sign_in as openid
from engine.queries import sessions
from engine.queries.session_views import Session
from engine.tenancy import Actor, Assurance
from web import cookies, form_session
from web.devices import device_of
from web.engine_access import engine

COOKIE = "session"
NOBODY = Actor()


def current_actor() -> Actor:
    """Return the signed-in person with today's roles, or nobody."""
    if "actor" not in g:
        token = cookies.read(COOKIE)
        g.actor = (_person_of(token) if token else None) or NOBODY
    actor: Actor = g.actor
    return actor


def _person_of(token: str) -> Actor | None:
    with engine().read(NOBODY) as tx:
        found = sessions.find(tx, token)
    g.session = found
    return found.actor if found else None


def current_session() -> Session | None:
    """Return the open session of this request, as far as anybody has asked who is there."""
    found: Session | None = g.get("session")
    return found


def device() -> str:
    return device_of(request.user_agent.string)


def is_signed_in() -> bool:
    return current_actor().person_id is not None


def sign_in_demo(response: Response, person_id: int) -> None:
    """Open a session for a demo person; a session that was open in this browser ends."""
    token: str = engine().send(SignInDemo(person_id, device()), actor=NOBODY)
    _begin(response, token)


def sign_in_by_card(response: Response, token: bytes, nonce: str) -> None:
    """Open a session for whoever holds the card; what the engine refuses leaves everything as it is."""
    _begin(response, sign_in(engine(), token, nonce=nonce, device=device()))


def sign_in_by_code(response: Response, attempt: str, typed: str) -> CodeAnswered:
    """Open a session with a one-time code; a wrong one leaves everything as it is."""
    answered: CodeAnswered = engine().send(SignInByCode(attempt, typed, device()), actor=NOBODY)
    if answered.token is not None:
        _begin(response, answered.token)
    return answered


def sign_in_by_openid(
    response: Response,
    provider: str,
    answer: Mapping[str, str],
    *,
    redirect_uri: str,
    level: Assurance | None,
) -> None:
    """Open a session for whom a provider names, if nobody else is signed in here."""
    token = openid.finish(
        engine(),
        provider,
        answer,
        redirect_uri=redirect_uri,
        device=device(),
        goes_on_as=current_actor().person_id,
        level=level,
    )
    _begin(response, token)


def begin_as_guest(response: Response, attempt: str, said: Mapping[str, str]) -> CodeAnswered:
    """Open a session of somebody without an account; a wrong code leaves everything as it is."""
    command = BeginAsGuest(
        attempt,
        said["code"],
        given_name=said["given_name"],
        family_name=said["family_name"],
        personal_number=said["personal_number"],
        device=device(),
    )
    answered: CodeAnswered = engine().send(command, actor=NOBODY)
    if answered.token is not None:
        _begin(response, answered.token)
    return answered


def come_back_as_guest(response: Response, attempt: str, typed: str) -> CodeAnswered:
    """Open a session of the guest who filed a case; a wrong code leaves everything as it is."""
    answered: CodeAnswered = engine().send(ReturnAsGuest(attempt, typed, device()), actor=NOBODY)
    if answered.token is not None:
        _begin(response, answered.token)
    return answered


def _begin(response: Response, token: str) -> None:
    """Hand a new session to the browser, against session fixation; nothing of another person goes on."""
    with engine().read(NOBODY) as tx:
        begun = sessions.find(tx, token)
    g.signed_in = begun.actor if begun else NOBODY
    end_session(response, g.signed_in.person_id or 0)
    cookies.put(response, COOKIE, token)


def end_session(response: Response, goes_on: int | None = None) -> None:
    """End the session here and in the engine; the forms it protected are left only to the same person."""
    token = cookies.read(COOKIE)
    if token:
        engine().send(EndSession(token), actor=current_actor())
    form_session.forget(goes_on)
    cookies.drop(response, COOKIE)


def safe_next(address: str | None) -> str | None:
    """Return an address of this site to go on to; anything that could lead elsewhere is dropped."""
    if not address or not address.startswith("/") or address.startswith(("//", "/\\")):
        return None
    if any(ord(letter) < 0x20 or letter == "\\" for letter in address):
        return None
    parts = urlsplit(address)
    return None if parts.scheme or parts.netloc else address


def init(app: Flask) -> None:
    """Tell every template who is signed in."""
    app.context_processor(lambda: {"actor": actor_if_known(), "session_left": _seconds_left()})


def actor_if_known() -> Actor:
    """Return the actor, or nobody while the database is away: the page that says so shows the actor too."""
    try:
        return current_actor()
    except Unavailable:
        return NOBODY


def _seconds_left() -> int | None:
    found = current_session()
    return None if found is None else int((found.ends_at - engine().clock.now()).total_seconds())
