"""Challenges that wait for a card's answer, by their digests."""

from __future__ import annotations

from datetime import datetime

from engine.db.pool import Transaction

ADD = "insert into card_challenges (nonce_hash, expires_at) values (:nonce_hash, :expires_at)"
TAKE = "delete from card_challenges where nonce_hash = :nonce_hash and expires_at > :now"
FORGET = "delete from card_challenges where expires_at <= :before"


def add(tx: Transaction, nonce_hash: bytes, *, expires_at: datetime) -> None:
    tx.run(ADD, nonce_hash=nonce_hash, expires_at=expires_at)


def take(tx: Transaction, nonce_hash: bytes) -> bool:
    """Return whether it was there and still good; it is not there any more."""
    return tx.run(TAKE, nonce_hash=nonce_hash, now=tx.now) == 1


def forget(tx: Transaction, *, before: datetime) -> None:
    tx.run(FORGET, before=before)
