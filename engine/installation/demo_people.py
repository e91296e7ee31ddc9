"""Invented people of a demonstration: those of `demo/people.json`, and whomever municipalities lack beside.

Every municipality on MMS gets an official for each role that its modules name and nobody of the file holds
there, an administrator, and, where it has the mountain services, a citizen who lives in one of its invented
settlements. Numbers are `0000001MMRR`: the municipality's place among all, and the role's (00: the citizen).
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from engine.installation.demo_places import MODULE, settlement_of, with_demo, words
from engine.notifications.common import TEXTS
from engine.queries.people import OF_NO_FILE
from engine.roles import ADMINISTRATOR, OF_CENTERS, OF_THE_COUNTRY, ROLES
from engine.texts import LANGUAGES

_ROLES: Final = tuple(role for role in ROLES if role not in OF_THE_COUNTRY | OF_CENTERS)


def everybody(bpmn: Path, file: Path) -> tuple[dict[str, Any], ...]:
    """Return the people of the file, then those whom the municipalities of the catalogue lack."""
    known = tuple(json.loads(file.read_bytes())["people"])
    held = {(office["municipality"], office["role"]) for person in known for office in person["roles"]}
    at_home = {_home(person) for person in known}
    files = sorted((bpmn / "municipalities").glob("*.json"))
    lacking: list[dict[str, Any]] = []
    for number, path in enumerate(files, start=1):
        place = with_demo(json.loads(path.read_bytes()))
        if not place["mms"]:
            continue
        if MODULE in place["modules"] and place["code"] not in at_home:
            lacking.append(_citizen(place, number))
        roles = {ADMINISTRATOR, *_named(bpmn, tuple(place["modules"]))}
        lacking += [
            _official(place, number, role)
            for role in _ROLES
            if role in roles and (place["code"], role) not in held
        ]
    return (*known, *lacking)


def write(file: Path, bpmn: Path, known: Path) -> None:
    """Write everybody into a file for the simulators of other bodies, which know the same people."""
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps({"people": everybody(bpmn, known)}, ensure_ascii=False), encoding="utf-8")


def _named(bpmn: Path, modules: tuple[str, ...]) -> Iterator[str]:
    for module in modules:
        path = bpmn / module / "module.json"
        if path.is_file():
            yield from (role["code"] for role in json.loads(path.read_bytes())["roles"])


def _home(person: Mapping[str, Any]) -> str | None:
    """Return where a citizen of the file is registered."""
    address = (person.get("civil_registry") or {}).get("registered_address")
    return None if person["roles"] or not address else str(address["municipality"])


def _citizen(place: Mapping[str, Any], number: int) -> dict[str, Any]:
    return _person(place, number, 0, who=words("demo.citizen"), mail="citizen", roles=[])


def _official(place: Mapping[str, Any], number: int, role: str) -> dict[str, Any]:
    # Georgian has no capitals, and says so itself.
    who = {language: word[:1].title() + word[1:] for language, word in words(f"roles.{role}").items()}
    office = {"role": role, "municipality": place["code"], "unit": None}
    return _person(
        place, number, _ROLES.index(role) + 1, who=who, mail=role.replace("_", "-"), roles=[office]
    )


def _person(
    place: Mapping[str, Any],
    number: int,
    rank: int,
    *,
    who: Mapping[str, str],
    mail: str,
    roles: list[dict[str, Any]],
) -> dict[str, Any]:
    last = f"{number:02}{rank:02}"
    return {
        "personal_number": f"{OF_NO_FILE}{last}",
        "given_name": words("demo.given_name"),
        "family_name": {
            language: TEXTS.get(language, "demo.of_place", who=who[language], place=place["names"][language])
            for language in LANGUAGES
        },
        "birth_date": f"19{60 + rank}-05-20",
        "email": f"{place['code']}.{mail}@demo.invalid",
        "phone": f"+99555501{last}",
        "roles": roles,
        "civil_registry": {
            "sex": "female" if (number + rank) % 2 else "male",
            "citizenship": "GEO",
            "status": "alive",
            "died_on": None,
            "registered_address": None if roles else _address(place),
        },
    }


def _address(place: Mapping[str, Any]) -> dict[str, Any]:
    home = settlement_of(place["code"])
    lived_in = next(settlement for settlement in place["settlements"] if settlement["code"] == home)
    return {
        "settlement": home,
        "settlement_name": lived_in["names"],
        "municipality": place["code"],
        "municipality_name": place["names"],
        "line": "დემო ქუჩა 1",
        "registered_on": "2010-05-20",
    }
