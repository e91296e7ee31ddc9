"""Making and ending tokens by which programs act for a person.

A token never reaches further than its person: it is made with the card, for an office that is held today, and
both are looked at again at each use.
"""

from __future__ import annotations

from datetime import timedelta

from engine.clock import local_date, start_of_day
from engine.commands.tokens import EndToken, MakeToken
from engine.db.pool import Transaction, without_nul
from engine.errors import NeedsCard, NotFound, Rejected
from engine.identity.sessions import hash_token
from engine.identity.tokens import CALENDAR, LONGEST_DAYS, LONGEST_NAME, MOST_OPEN, SCOPES, new_secret
from engine.offices.administration import as_the_engine
from engine.roles import Right
from engine.routes import Route, Sender
from engine.stores import access_tokens as store
from engine.tenancy import RoleGrant


class TokenRefused(Rejected):
    """A token can't be made like this."""

    code = "token.refused"


def make_token(command: MakeToken, tx: Transaction) -> str:
    """Return the secret, which is stored nowhere. Raises `TokenRefused`, `NeedsCard`."""
    actor = tx.actor
    assert actor.person_id is not None  # the permission interceptor has seen to it
    if actor.assurance != "card":
        raise NeedsCard
    name = without_nul(command.name).strip()
    if not name or len(name) > LONGEST_NAME:
        raise TokenRefused("token.name_missing", longest=LONGEST_NAME)
    scopes = sorted({*command.scopes})
    is_feed = scopes == [CALENDAR] and command.role is not None
    if not is_feed and (not scopes or not set(scopes) <= set(SCOPES)):
        raise TokenRefused("token.scopes_missing")
    today = local_date(tx.now)
    if not today <= command.last_day <= today + timedelta(days=LONGEST_DAYS):
        raise TokenRefused("token.day_invalid", longest=LONGEST_DAYS)
    office = _office(command, tx)
    secret = new_secret()
    with as_the_engine(tx):
        if store.count(tx, actor.person_id) >= MOST_OPEN:
            raise TokenRefused("token.too_many", most=MOST_OPEN)
        is_new = store.add(
            tx,
            id=command.token_id,
            token_hash=hash_token(secret),
            person_id=actor.person_id,
            name=name,
            scopes=scopes,
            role=office and office.role,
            municipality_id=office and office.municipality_id,
            expires_at=start_of_day(command.last_day + timedelta(days=1)),
        )
    if not is_new:
        raise TokenRefused("token.made_already")
    what = {"role": command.role, "municipality": command.municipality, "scopes": scopes}
    last_day = command.last_day.isoformat()
    tx.log(_stream(actor.person_id), "token.made", token=str(command.token_id), last_day=last_day, **what)
    return secret


def end_token(command: EndToken, tx: Transaction) -> None:
    """End it; once more is no error. Anybody else's token does not exist."""
    actor = tx.actor
    assert actor.person_id is not None
    with as_the_engine(tx):
        row = store.one(tx, command.token_id)
        is_own = row is not None and row.person_id == actor.person_id
        is_administered = (
            row is not None
            and row.municipality_id is not None
            and actor.may(Right.ADMINISTER, row.municipality_id)
        )
        if not (is_own or is_administered):
            raise NotFound
        was_open = store.end(tx, command.token_id, by=actor.person_id)
    if was_open:
        tx.log(_stream(row.person_id), "token.ended", token=str(command.token_id), by=actor.person_id)


def _office(command: MakeToken, tx: Transaction) -> RoleGrant | None:
    """Return the office that the token is for; None where it is for a citizen's own matters."""
    if command.role is None:
        return None
    for grant in tx.actor.roles:
        if grant.role == command.role and grant.municipality == command.municipality:
            return grant
    raise TokenRefused("token.office_missing")


def _stream(person_id: int) -> str:
    return f"sign-ins/{person_id}"


ROUTES = (
    Route(MakeToken, make_token, sender=Sender.PERSON),
    Route(EndToken, end_token, sender=Sender.PERSON),
)
