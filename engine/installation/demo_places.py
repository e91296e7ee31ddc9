"""Invented units, settlements and bank details of municipalities of a demonstration.

The lists of settlements that the law goes by are not public in one place, and none is made up for an
installation that is used. In a demonstration the service could be tried nowhere without one, so there every
such municipality has a few of its own, which say by their names that they are invented (decision 143).
What a file says of a municipality goes before the rule.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from engine.offices.invented import words

MODULE: Final = "high_mountain"
UNITS: Final = 2
SETTLEMENTS: Final = (1, 1, 2)  # of each, the unit in which it lies
SINCE: Final = "2024-01-01"
INVENTED: Final = "invented for the demonstration"


def with_demo(municipality: Mapping[str, Any]) -> dict[str, Any]:
    """Return the municipality as a demonstration begins with it."""
    modules = [*municipality["modules"], *municipality.get("demo_modules", ())]
    units, settlements = list(municipality["units"]), list(municipality["settlements"])
    if MODULE in modules:
        code = municipality["code"]
        units += [] if _has_demo(units) else [_unit(code, number) for number in range(1, UNITS + 1)]
        settlements += [] if _has_demo(settlements) else _settlements(code)
    begun = {"modules": modules, "units": units, "settlements": settlements, "bank_details": _bank_details()}
    return {**_without_list(municipality), **begun}


def without_demo(municipality: Mapping[str, Any]) -> dict[str, Any]:
    """Return the municipality without what was invented for demonstrations.

    A real settlement may lie in an invented unit; it then has none until somebody enters the real one.
    """
    units = _real(municipality["units"])
    codes = {unit["code"] for unit in units}
    settlements = [
        {**settlement, "unit": settlement["unit"] if settlement["unit"] in codes else None}
        for settlement in _real(municipality["settlements"])
    ]
    zones = {"zones": _real(municipality["zones"])} if "zones" in municipality else {}
    return {**_without_list(municipality), "units": units, "settlements": settlements, **zones}


def settlement_of(code: str) -> str:
    """Return the invented settlement of a municipality in which invented people live."""
    return f"{code}-demo-1"


def _settlements(code: str) -> list[dict[str, Any]]:
    return [_settlement(code, number, unit) for number, unit in enumerate(SETTLEMENTS, start=1)]


def _bank_details() -> dict[str, Any]:
    """Return an account at no bank (there is none of these letters) whose check digits agree."""
    account = {"iban": "GE09DM0000000000000001", "treasury_code": "000000001"}
    return {"recipient": words("demo.budget"), **account, "proposed_by": None, "proposal": 0}


def _unit(code: str, number: int) -> dict[str, Any]:
    return {"code": f"{code}-unit-{number}", "names": words("demo.unit", number=str(number)), "demo": True}


def _settlement(code: str, number: int, unit: int) -> dict[str, Any]:
    return {
        "code": f"{code}-demo-{number}",
        "names": words("demo.settlement", number=str(number)),
        "unit": f"{code}-unit-{unit}",
        "valid_from": SINCE,
        "valid_until": None,
        "source": INVENTED,
        "confidence": "demo",
        "note": None,
        "demo": True,
    }


def _has_demo(entries: list[Mapping[str, Any]]) -> bool:
    return any(entry.get("demo") for entry in entries)


def _real(entries: list[Mapping[str, Any]]) -> list[dict[str, Any]]:
    return [dict(entry) for entry in entries if not entry.get("demo")]


def _without_list(municipality: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in municipality.items() if name != "demo_modules"}
