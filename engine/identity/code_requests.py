"""Asking for a one-time code and typing it: what sign-in, addresses and guests have in common.

Who asks gets an attempt, whether the address is known or not. A wrong guess is a result and not an error,
because it must be counted for ever. Refuses to know what the code opens.
"""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from engine.commands.contacts import CodeAnswered, CodeRequested
from engine.db.pool import Transaction, as_json
from engine.errors import Rejected
from engine.identity import one_time_codes as rules
from engine.identity.one_time_codes import CodeDigests, Codes
from engine.stores import codes, work


class AttemptOver(Rejected):
    """The attempt to sign in is over; another one begins with the personal number."""

    code = "code.attempt_over"


def make_room(tx: Transaction, asked: CodeDigests) -> None:
    """Raise `TooManyCodes` if there were too many such requests; others like it wait for this one."""
    codes.lock(tx, asked.pair, asked.contact, asked.network)
    rules.refuse_too_many(codes.requests(tx, asked, span=rules.DAY), asked, now=tx.now)


def ask(tx: Transaction, asked: CodeDigests, **columns: Any) -> CodeRequested:
    """Keep a request and queue the sending of its code."""
    attempt, code_id = rules.new_attempt(), uuid4()
    expires_at = tx.now + rules.LIFETIME
    nothing = dict.fromkeys(("kind", "address", "ground", "asked_by"))
    codes.add(
        tx,
        **{**nothing, **columns},
        id=code_id,
        attempt_hash=rules.attempt_hash(attempt),
        pair=asked.pair,
        contact=asked.contact,
        network=asked.network,
        expires_at=expires_at,
    )
    work.queue(tx, "send_code", lock=f"code:{code_id}", args=as_json({"code_id": str(code_id)}))
    return CodeRequested(attempt, expires_at, tx.now + rules.COOLDOWN)


def guess(
    tx: Transaction, keys: Codes, attempt: str, typed: str, *, purpose: str
) -> tuple[Any, CodeAnswered | None]:
    """Return the request whose code was typed, used up; or what to say of a wrong guess, counted."""
    row = codes.try_once(tx, rules.attempt_hash(attempt), purpose)
    if row is None:
        return None, CodeAnswered()
    code = rules.read_code(typed)
    fits = keys.fits(code, salt=row.salt and bytes(row.salt), mac=row.mac and bytes(row.mac))
    if fits and (row.person_id or purpose == "guest") and codes.use_up(tx, row.id):
        return row, None
    # A worker puts it on record with the person, if there is one: here everybody costs the same.
    args = as_json({"code_id": str(row.id), "tries": row.tries})
    work.queue(tx, "note_wrong_code", lock=f"guess:{row.id}:{row.tries}", args=args)
    return None, CodeAnswered(tries_left=rules.MOST_TRIES - row.tries)
