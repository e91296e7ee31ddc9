"""The values of an entry in words of each language, as its register declares them.

Refuses to know entries.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from engine.formats import show_date, show_money
from engine.notifications.common import TEXTS
from engine.texts import LANGUAGES

Names = Mapping[str, str]
KEPT_APART = frozenset({"given_name", "family_name", "order_number"})  # stand in the head of an entry


def in_words(field: Mapping[str, Any], value: Any, places: Mapping[str, Names]) -> Names:
    """Return what people read; `places` are the names of settlements and units by their codes."""
    match field["type"]:
        case "settlement" | "unit":
            return places.get(str(value)) or dict.fromkeys(LANGUAGES, str(value))
        case "choice":
            options = {option["value"]: option["names"] for option in field.get("options", ())}
            return options.get(str(value)) or dict.fromkeys(LANGUAGES, str(value))
        case "flag":
            key = "register.yes" if value is True else "register.no"
            return {language: TEXTS.get(language, key) for language in LANGUAGES}
        case "money":
            return {language: show_money(value, language) or "" for language in LANGUAGES}
        case "date":
            return dict.fromkeys(LANGUAGES, show_date(value) or "")
    return dict.fromkeys(LANGUAGES, str(value))


def number_of(register: Mapping[str, Any], row: Any) -> str | None:
    """Return the number of whom an entry is about: of the person, else its key where that is one."""
    number: str | None = row.personal_number
    is_key = register["key"]["kind"] in ("personal_number", "company_number")
    return number or (row.key if is_key else None)


def place_field(register: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """Return the field that says in which settlement or unit an entry is, if the register has one."""
    known = (field for field in register["fields"] if field["name"] == field["type"])
    return next((field for field in known if field["type"] in ("settlement", "unit")), None)


def columns(register: Mapping[str, Any], *, most: int) -> tuple[Mapping[str, Any], ...]:
    """Return the fields that a list shows: the first demanded ones beside name, place, order and days."""
    apart = {*KEPT_APART, *(field["name"] for field in [place_field(register)] if field)}
    demanded = (field for field in register["fields"] if field["required"] and field["type"] != "date")
    return tuple(field for field in demanded if field["name"] not in apart)[:most]
