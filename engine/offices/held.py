"""Offices that are held in a municipality, held against the rows of a table. Pure.

Refuses to know whether an office may be given (`giving.py`, `rules.py`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import date, timedelta
from typing import Any

from engine.commands.offices import EndOffice, GiveOffice
from engine.errors import Rejected
from engine.offices.rules import HeldAlready, same_name
from engine.offices.staff_table import OfficeLine
from engine.roles import ADMINISTRATOR


class HeldOffices:
    """The offices of a municipality of all days."""

    def __init__(self, listed: Iterable[Any], *, today: date) -> None:
        self._of: dict[str, list[Any]] = defaultdict(list)
        self._today = today
        for grant in listed:
            if grant.valid_until is None or grant.valid_until > grant.valid_from:
                self._of[grant.personal_number].append(grant)

    def like(self, line: OfficeLine) -> Any:
        """Return the office that a row means: held on a day of its period, or on the last day it names."""
        office = line.office
        for grant in self._of[office.personal_number]:
            if (grant.role, grant.unit) == (office.role, office.unit):
                until = grant.valid_until or date.max
                shares = office.valid_from < until and grant.valid_from < (office.valid_until or date.max)
                if shares or (line.last_on and grant.valid_from <= line.last_on < until):
                    return grant
        return None

    def ended_by(self, grant: Any, line: OfficeLine) -> EndOffice | None:
        """Return how a row ends an office that is held, None where it is as the row says.

        Raises `HeldAlready` where the row says something else than an earlier end.
        """
        office = line.office
        begins_as_said = grant.valid_from <= office.valid_from or not line.names_first
        if grant.is_acting != office.is_acting or not begins_as_said:
            raise HeldAlready(since=grant.valid_from)
        if grant.valid_until == office.valid_until and grant.valid_from <= office.valid_from:
            return None
        if office.valid_until is None or office.valid_until >= (grant.valid_until or date.max):
            raise HeldAlready(since=grant.valid_from)
        return self._ending(grant, office, office.valid_until)

    def former(self, line: OfficeLine) -> EndOffice | None:
        """Return how the office ends in whose place a row gives another. Raises if it is not held."""
        if line.instead_of is None:
            return None
        office = line.office
        others = [
            grant
            for grant in self._of[office.personal_number]
            if grant.role == line.instead_of and (grant.role, grant.unit) != (office.role, office.unit)
        ]
        open_ = [grant for grant in others if (grant.valid_until or date.max) > office.valid_from]
        found = [grant for grant in open_ if grant.unit == office.unit] or open_
        if len(found) == 1:
            return self._ending(found[0], office, office.valid_from)
        if any(grant.valid_until == office.valid_from for grant in others):
            return None
        raise Rejected("staff_table.not_held", number=len(found))

    def is_called(self, grant: Any, line: OfficeLine) -> bool:
        """Say whether the holder is called as a row says."""
        office = line.office
        given, family = office.given_name or {}, office.family_name or {}
        return same_name(grant.given_name, given) and same_name(grant.family_name, family)

    def is_administered(self, day: date, *, without: Collection[str], given: Iterable[GiveOffice]) -> bool:
        """Say whether somebody administers the municipality on a day, beside those whose office ends."""
        stays = [
            grant
            for number, grants in self._of.items()
            if number not in without
            for grant in grants
            if grant.role == ADMINISTRATOR
        ]
        return any(
            holder.valid_from <= day and (holder.valid_until is None or holder.valid_until > day)
            for holder in (*stays, *given)
        )

    def _ending(self, grant: Any, office: GiveOffice, day: date) -> EndOffice:
        if day < self._today:
            raise Rejected("office.day_is_past", day=day - timedelta(days=1))
        return EndOffice(
            grant.personal_number,
            grant.role,
            office.municipality,
            office.act,
            day,
            unit=grant.unit,
            seen_until=grant.valid_until,
        )
