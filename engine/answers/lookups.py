"""Look-ups of forms in places, people and registers: `forms.Lookups` over this installation.

Inside a command or a query nobody outside is asked: only what was said before counts. A page that checks
answers lets the same lookups ask (`enquiries.py`). What the asker may not see is not there: the
database answers as it answers them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from engine.answers import person_enquiries
from engine.catalogue.published import Published
from engine.db.pool import Transaction
from engine.stores import registers
from engine.stores.country import Country, country
from engine.stores.known import known
from forms import Option
from forms.lookups import UNAVAILABLE, PersonFound

_NOWHERE = Country((), {}, {})


@dataclass(frozen=True)
class FormLookups:
    """The lookups of one form in one language on one day."""

    municipality: str
    language: str
    on: date
    version: Published  # whose form it is: its law is the ground of what is asked
    _country: Country
    _person: Callable[[str, str], PersonFound | None]
    _has_entry: Callable[[str, str], bool | None]
    _asked: dict[Any, Any] = field(default_factory=dict, compare=False)

    def municipalities(self) -> Sequence[Option]:
        return self._once("municipalities", lambda: self._country.municipalities)

    def units(self, municipality: str) -> Sequence[Option]:
        return self._once(("units", municipality), lambda: self._country.units.get(municipality, ()))

    def settlements(self, municipality: str, unit: str) -> Sequence[Option]:
        return self._once(
            ("settlements", municipality, unit),
            lambda: self._country.settlements(municipality, unit, on=self.on),
        )

    def person(self, personal_number: str, birth_date: str) -> PersonFound:
        return self._person(personal_number, birth_date) or PersonFound(UNAVAILABLE)

    def has_entry(self, register: str, key: str) -> bool | None:
        return self._has_entry(register, key)

    def answered_by(
        self, person: Callable[[str, str], PersonFound], has_entry: Callable[[str, str], bool | None]
    ) -> FormLookups:
        """Return the same with others who answer of people and registers."""
        return replace(self, _person=person, _has_entry=has_entry)

    def _once(self, what: Any, rows: Callable[[], Sequence[Any]]) -> Sequence[Option]:
        """A form looks at each list several times while its conditions settle."""
        found: tuple[Option, ...] | None = self._asked.get(what)
        if found is None:
            found = tuple(Option(row.code, str(row.names[self.language])) for row in rows())
            self._asked[what] = found
        return found


def form_lookups(
    tx: Transaction, version: Published, municipality_id: int, *, language: str, on: date
) -> FormLookups:
    """Return the lookups of a version's forms for the present actor."""
    return FormLookups(
        municipality=str(known(tx, municipality_id).municipality.code),
        language=language,
        on=on,
        version=version,
        _country=country(tx, municipality_id) if version.asks_for_addresses else _NOWHERE,
        _person=lambda number, born: person_enquiries.kept(tx, number, born),
        _has_entry=lambda register, key: registers.has_valid(tx, register=register, key=key, on=on),
    )
