"""Initial data of an installation, read from files and sent to the engine as commands.

The catalogue checks every file before the first command is sent. Loading again changes nothing
that is known, so every start may do it. Refuses to know tables, and who may do what later.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from engine.bootstrap import Engine
from engine.budgets.commands import AddBudgetLine
from engine.cash.commands import SetCashRule
from engine.cash.queries import finance as cash_views
from engine.catalogue.directory import read_directory
from engine.catalogue.folder import read_files, services
from engine.catalogue.holidays import read_holidays
from engine.catalogue.life_events import read_life_events
from engine.catalogue.municipalities import read_centers, read_municipalities
from engine.catalogue.parameters import read_parameters
from engine.catalogue.programmes import Programme, in_year, read_programmes
from engine.catalogue.semantics import Semantics, current
from engine.catalogue.store import versions
from engine.catalogue.versions import digest
from engine.centers.commands.queue import SetCenterHours
from engine.centers.queries import center_hours
from engine.clock import local_date
from engine.commands.reference import LoadMunicipality, LoadPeople, LoadReferenceData
from engine.errors import Broken, Rejected
from engine.installation.demo_people import everybody
from engine.installation.demo_places import with_demo, without_demo
from engine.queries.sessions import roles_of
from engine.roles import ADMINISTRATOR, NATIONAL_ADMIN
from engine.stores import people
from engine.studio.commands.publishing import PublishService
from engine.tenancy import Actor, system

ROOT = Path(__file__).resolve().parents[2]
BPMN = ROOT / "bpmn"
DEMO_PEOPLE = ROOT / "demo" / "people.json"
DEMO_BUDGET = ROOT / "demo" / "budget.json"
DEMO_CASH = ROOT / "demo" / "cash.json"
DEMO_HOURS = ROOT / "demo" / "hours.json"
DEMO_PUBLISHER = "make run"
_DATA = ("municipalities", "parameters", "programmes")


class ReleaseDoesNotFit(Broken):
    """This release would run open or new cases otherwise than they were published."""

    code = "version.release_does_not_fit"


@dataclass(frozen=True)
class Loaded:
    """Numbers of records read from the files; most of them may have been known already."""

    municipalities: int
    centers: int
    holidays: int
    parameters: int


def load_data(engine: Engine, bpmn: Path = BPMN) -> Loaded:
    """Load municipalities, centres, holidays, parameters, programmes; what is invented in demo mode only."""
    known = read_municipalities(bpmn)
    centers, holidays, parameters = read_centers(bpmn), read_holidays(bpmn), read_parameters(bpmn)
    for municipality in known:
        data = _json(bpmn / "municipalities" / f"{municipality.code}.json")
        begun = with_demo(data) if engine.settings.is_demo else without_demo(data)
        engine.send(LoadMunicipality(begun), actor=system())
    files = sorted((bpmn / "parameters").glob("*.json"))
    engine.send(
        LoadReferenceData(
            holidays=tuple(_json(bpmn / "holidays.json")["holidays"]),
            parameters=tuple(entry for file in files for entry in _json(file)["parameters"]),
            programmes=tuple(_programmes(engine, bpmn)),
            centers=tuple(_json(bpmn / "centers.json")["centers"]),
            life_events=read_life_events(bpmn),
            directory=read_directory(bpmn),
        ),
        actor=system(),
    )
    entries = parameters.entries()
    return Loaded(len(known), len(centers), len(holidays.entries), len(entries))


def _programmes(engine: Engine, bpmn: Path) -> Iterator[Programme]:
    """Yield sub-programmes; those that are invented in demo mode only, and for the present year too."""
    year = local_date(engine.clock.now()).year
    for programme in read_programmes(bpmn):
        if engine.settings.is_demo or not programme.is_demo:
            yield programme
        if engine.settings.is_demo and programme.is_demo and programme.validity.valid_from.year < year:
            yield in_year(programme, year)


def data_digest(bpmn: Path = BPMN) -> str:
    """Return the SHA-256 of the files that `load_data` reads, and of those that people are invented by.

    A copy of the catalogue whose files are the same has the same.
    """
    roots = dict.fromkeys(_data_digest(root) for root in dict.fromkeys((bpmn, BPMN)))
    return hashlib.sha256(" ".join(roots).encode()).hexdigest()


def _data_digest(root: Path) -> str:
    found = hashlib.sha256()
    named = (path for name in _DATA for path in root.glob(f"{name}/*.json"))
    for path in sorted((*root.glob("*.json"), *named)):
        content = path.read_bytes()
        found.update(f"{path.relative_to(root)} {len(content)} ".encode() + content)
    return found.hexdigest()


def unconfirmed(engine: Engine, bpmn: Path = BPMN) -> tuple[str, ...]:
    """Return the names of parameters in force that nobody with the power has confirmed."""
    today = local_date(engine.clock.now())
    return tuple(parameter.name for parameter in read_parameters(bpmn).unconfirmed(today))


def load_demo_people(engine: Engine, file: Path | None = None) -> int:
    """Load the invented people, or those of a file alone; return how many there are."""
    invented = everybody(BPMN, DEMO_PEOPLE) if file is None else _json(file)["people"]
    engine.send(LoadPeople(tuple(invented)), actor=system())
    return len(invented)


def load_demo_budget(engine: Engine) -> int:
    """Let the invented finance enter this year's lines that aid is paid from; return how many are new."""
    budget, year, new = _json(DEMO_BUDGET), local_date(engine.clock.now()).year, 0
    for municipality in budget["municipalities"]:
        finance = _demo_official(engine, "finance", municipality)
        for line in budget["lines"]:
            command = AddBudgetLine(municipality, year, **line, ground=budget["ground"])
            try:
                engine.send(command, actor=finance)
                new += 1
            except Rejected as refused:
                if refused.error_code != "budget.line_known":
                    raise
    return new


def load_demo_cash(engine: Engine) -> int:
    """Let the invented administrators say which centres take cash; return how many entries are new."""
    today, new = local_date(engine.clock.now()), 0
    for rule in _json(DEMO_CASH)["rules"]:
        administrator = _demo_official(engine, ADMINISTRATOR, rule["municipality"])
        with engine.read(administrator) as tx:
            is_known = bool(cash_views.rules(tx, rule["municipality"]).entries)
        if not is_known:
            engine.send(SetCashRule(**rule, is_taken=True, valid_from=today), actor=administrator)
            new += 1
    return new


def load_demo_hours(engine: Engine) -> int:
    """Let the invented national administrator enter the hours of centres; return how many are new."""
    hours, today, new = _json(DEMO_HOURS), local_date(engine.clock.now()), 0
    keeper = _demo_official(engine, NATIONAL_ADMIN, None)
    for center in hours["centers"]:
        with engine.read(keeper) as tx:
            is_known = bool(center_hours.page(tx, center).entries)
        if not is_known:
            grid = {"days": hours["days"], "minutes": hours["minutes"], "places": hours["places"]}
            engine.send(SetCenterHours(center, today, **grid), actor=keeper)
            new += 1
    return new


def _demo_official(engine: Engine, role: str, municipality: str | None) -> Actor:
    number = next(
        person["personal_number"]
        for person in _json(DEMO_PEOPLE)["people"]
        for office in person["roles"]
        if (office["role"], office["municipality"]) == (role, municipality)
    )
    with engine.read(system()) as tx:
        person_id = people.id_of(tx, number)
        assert person_id is not None
        return Actor(person_id, number, roles=roles_of(tx, person_id))


def publish_services(
    engine: Engine,
    bpmn: Path = BPMN,
    *,
    publisher: str = DEMO_PUBLISHER,
    second_person: str | None = None,
    say: Callable[[str], None] = lambda line: None,
) -> int:
    """Publish every service folder that is not known as it stands; return how many services there are.

    Each new one is named as it comes.
    """
    folders = services(bpmn)
    for place, folder in enumerate(folders, start=1):
        if not is_published(engine, folder):
            engine.send(PublishService(folder, publisher, second_person), actor=system())
            say(f"{place} of {len(folders)}: {folder.relative_to(bpmn)}")
    return len(folders)


def is_published(engine: Engine, folder: Path) -> bool:
    """Tell by the digest of its files whether a service folder was published as it stands."""
    content = digest(read_files(folder), current())
    with engine.read(system()) as tx:
        return versions.find(tx, content) is not None


def refuse_what_does_not_run(engine: Engine) -> None:
    """Raise `ReleaseDoesNotFit` if something in use was published under semantics not run any more."""
    with engine.read(system()) as tx:
        in_use = versions.in_use(tx, today=local_date(tx.now))
    found = [
        f"{row.code}@{bytes(row.digest).hex()[:8]} ({', '.join(not_run)}), open cases: {row.open_cases}"
        for row in in_use
        if (not_run := Semantics.of(row.semantics).not_run())
    ]
    if found:
        raise ReleaseDoesNotFit(versions="; ".join(found))


def _json(path: Path) -> Any:
    return json.loads(path.read_bytes())
