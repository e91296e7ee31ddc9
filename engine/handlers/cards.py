"""Challenges for cards, and the sessions that cards open. Refuses to know how a card proves anything."""

from __future__ import annotations

import base64
import hashlib
import secrets
from datetime import timedelta

from engine.commands.cards import AskChallenge, SignInWithCard, TakeChallenge
from engine.db.pool import Transaction
from engine.errors import Rejected
from engine.identity.person_entry import entered
from engine.identity.sessions import opened
from engine.routes import Route, Sender
from engine.stores import challenges
from engine.tenancy import system

NONCE_BYTES = 32
LIFETIME = timedelta(minutes=5)


class ChallengeOver(Rejected):
    """Refusal of a challenge: what the card was to sign is used up, too old, or never came from here."""

    code = "card.challenge_over"


def ask_challenge(command: AskChallenge, tx: Transaction) -> str:
    """Keep and return a new challenge; those that are over are forgotten."""
    tx.switch_principal(system())
    nonce = base64.b64encode(secrets.token_bytes(NONCE_BYTES)).decode()
    challenges.forget(tx, before=tx.now)
    challenges.add(tx, _digest(nonce), expires_at=tx.now + LIFETIME)
    return nonce


def take_challenge(command: TakeChallenge, tx: Transaction) -> None:
    """Use it up, or raise `ChallengeOver`: of two that come at once, one."""
    tx.switch_principal(system())
    if not challenges.take(tx, _digest(command.nonce)):
        raise ChallengeOver


def sign_in_with_card(command: SignInWithCard, tx: Transaction) -> str:
    """Open the session; somebody new here is entered as the civil registry knows them."""
    person_id = entered(tx, command.personal_number, command.known)
    return opened(
        tx,
        person_id,
        method="card",
        assurance="card",
        device=command.device,
        certificate=command.certificate,
        exempted_because=command.exempted_because,
    )


def _digest(nonce: str) -> bytes:
    return hashlib.sha256(nonce.encode()).digest()


ROUTES = (
    Route(AskChallenge, ask_challenge, sender=Sender.ANYBODY),
    Route(TakeChallenge, take_challenge, sender=Sender.ANYBODY),
    Route(SignInWithCard, sign_in_with_card, sender=Sender.SYSTEM),
)
