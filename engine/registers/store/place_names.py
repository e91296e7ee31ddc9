"""The names of the settlements and units in which entries of a register are."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from engine.db.pool import Transaction
from engine.registers.store import entries
from engine.stores.known import known
from engine.texts import LANGUAGES

Names = Mapping[str, str]


class PlaceNames(Mapping[str, Names]):
    """Names by code, also of places that are no more. Read when the first name is asked for."""

    def __init__(self, tx: Transaction, place: int) -> None:
        self._tx, self._place = tx, place
        self._units: dict[str, Names] | None = None

    def __getitem__(self, code: str) -> Names:
        found = known(self._tx, self._place).settlement_names(code) or self._of_units().get(code)
        if found is None:
            raise KeyError(code)
        return found

    def __iter__(self) -> Iterator[str]:
        return iter(self._of_units())

    def __len__(self) -> int:
        return len(self._of_units())

    def of(self, code: str) -> Names:
        """Return the name; the code where nobody knows it any more."""
        return self.get(code) or dict.fromkeys(LANGUAGES, code)

    def _of_units(self) -> dict[str, Names]:
        if self._units is None:
            self._units = {row.code: row.names for row in entries.units(self._tx, self._place)}
        return self._units


def to_choose(tx: Transaction, place: int, *, on: date) -> dict[str, dict[str, Names]]:
    """Return the settlements and units that an entry can name on a day, by the type of its field."""
    settlements = {row.code: row.names for row in known(tx, place).settlements(on)}
    return {"settlement": settlements, "unit": dict(PlaceNames(tx, place))}
