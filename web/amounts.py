"""Amounts in lari as people type them into a page."""

from __future__ import annotations

from marshmallow import ValidationError

from forms.formats import read_money

UNREADABLE = -1  # no amount; the engine says what is wrong


def tetri_of(typed: str) -> int:
    """Return the amount in tetri."""
    try:
        return read_money(typed)
    except ValidationError:
        return UNREADABLE
