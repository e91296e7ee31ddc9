"""Each way of a copy is known wherever something follows from it."""

from __future__ import annotations

from typing import get_args

from engine.handlers.channels import CHANNELS
from engine.identity.contact_address import Kind
from engine.notifications.channels import Way
from tests.structure.newest import newest_check


def test_choices__in_the_database__are_the_ways() -> None:
    assert newest_check("channel") == [way for way in get_args(Way) if way != "unreachable"]
    assert newest_check("copied_by") == list(get_args(Way))


def test_contacts__of_each_kind__have_a_way_of_their_own() -> None:
    assert CHANNELS.keys() == set(get_args(Kind))
    assert set(CHANNELS.values()) == set(get_args(Way)) - {"portal", "unreachable"}
