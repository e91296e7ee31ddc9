"""Invented people of a demonstration: those of `demo/people.json`, and whomever municipalities lack beside.

Every municipality on MMS gets an official for each role that its modules name and nobody of the file holds
there, an administrator, and, where it has the mountain services, a citizen who lives in one of its invented
settlements. By which rule they are called and numbered: `engine/offices/invented.py`.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from engine.installation.demo_places import MODULE, settlement_of, with_demo
from engine.offices import invented
from engine.roles import ADMINISTRATOR, OF_A_MUNICIPALITY


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
            for role in OF_A_MUNICIPALITY
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
    known = invented.person(
        place["code"], place["names"], number, 0, who=invented.words("demo.citizen"), mail="citizen"
    )
    return _registered(known, number, rank=0, address=_address(place), roles=[])


def _official(place: Mapping[str, Any], number: int, role: str) -> dict[str, Any]:
    known = invented.official(place["code"], place["names"], number, role)
    office = {"role": role, "municipality": place["code"], "unit": None}
    rank = OF_A_MUNICIPALITY.index(role) + 1
    return _registered(known, number, rank=rank, address=None, roles=[office])


def _registered(
    known: dict[str, Any],
    number: int,
    *,
    rank: int,
    address: dict[str, Any] | None,
    roles: list[dict[str, Any]],
) -> dict[str, Any]:
    """Return somebody invented with what the civil registry knows of them."""
    return {
        **known,
        "roles": roles,
        "civil_registry": {
            "sex": "female" if (number + rank) % 2 else "male",
            "citizenship": "GEO",
            "status": "alive",
            "died_on": None,
            "registered_address": address,
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
