"""`mms run`: one machine's installation from nothing to an address, and back to nothing at Ctrl-C.

Responsible for the order: database, schema, data, services, simulators of other systems in demo
mode, web, worker, timers. Refuses to know how any of them does its work.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from engine import texts as engine_texts
from engine.backup.installation import is_chosen
from engine.backup.quarantine import refuse_half_restored
from engine.clock import SystemClock
from engine.connectors.base import Connector
from engine.db.cluster import Cluster
from engine.installation import supervisor_state
from engine.installation import supervisor_words as words
from engine.installation.database import NAME as DATABASE
from engine.installation.database import DatabaseServer
from engine.installation.programs import Program, ProgramProcess, free_port
from engine.installation.run_lock import AlreadyRunning, only_one
from engine.installation.simulators import people_file, simulators
from engine.installation.stop_signals import stop_signals_as_interrupt, undisturbed
from engine.installation.supervisor import SAID_AFTER, Announcement, ProgramFailed, Supervisor
from engine.installation.welcome import welcome
from engine.settings import OTHER_SYSTEMS, OWNER_URL, Settings
from engine.texts import TERMINAL, Texts

if TYPE_CHECKING:
    from engine.bootstrap import Engine

ME = (sys.executable, "-m", "engine.cli")
ARCHIVE = "Archive"


def run(settings: Settings) -> None:
    """Serve until Ctrl-C or SIGTERM, then end everything. The data stay."""
    settings.home.mkdir(mode=0o711, parents=True, exist_ok=True)
    refuse_half_restored(settings.home)
    with only_one(settings.home) as note, stop_signals_as_interrupt():
        cluster = Cluster(settings.home) if settings.has_own_cluster else None
        is_new = cluster is not None and not cluster.data.exists()
        report = partial(supervisor_state.write, settings.home)
        supervisor = Supervisor(say=_say, report=report)
        try:
            with _validating_ahead(settings, is_new=is_new):
                if cluster is not None:
                    _start_database(cluster)
                    supervisor.start(DatabaseServer(cluster))
                settings = _choose_ports(settings)
                _bring_up(settings, supervisor)
            note(settings.public_url)
            _say(welcome(settings))
            # From here on nothing ends it but a stop signal.
            supervisor.run(lambda: _follow_backups(settings, supervisor))
        except KeyboardInterrupt:
            _say("\nStopping …")
        finally:
            with undisturbed():
                began = time.monotonic()
                supervisor.stop()
                if cluster is not None:
                    cluster.stop()
                supervisor_state.remove(settings.home)
                _say(f"Everything has stopped ({time.monotonic() - began:.1f} s).")


def _surroundings(settings: Settings) -> dict[str, str]:
    """Return the environment of the programs. The device that plays a seal's finds its keys by it.

    Who owns the schema is not theirs to be.
    """
    said = {**os.environ, **settings.as_environment(), OWNER_URL: "", "PYTHONUNBUFFERED": "1"}
    if settings.is_demo:
        said.setdefault("SOFTHSM2_CONF", str(settings.home / "cards" / "softhsm2.conf"))
    return said


@contextmanager
def _validating_ahead(settings: Settings, *, is_new: bool) -> Iterator[None]:
    """Validate the services beside everything else in a demonstration that begins: they will be published."""
    if not (settings.is_demo and is_new):
        yield
        return
    from engine.catalogue.check import ValidationCache
    from engine.catalogue.check.parallel import validating_ahead
    from engine.catalogue.folder import services
    from engine.installation.loading import BPMN

    with validating_ahead(services(BPMN), ValidationCache.below(settings.cache_directory)):
        yield


def _start_database(cluster: Cluster) -> None:
    """Start the database, and wait for it as long as it recovers; say so once that lasts."""
    since = SystemClock().now()
    announcement = Announcement(time.monotonic(), first=SAID_AFTER["recovering"])

    def waiting(phase: str) -> None:
        if phase == "recovering" and announcement.is_due(time.monotonic()):
            _say("\n" + words.lines(phase, program=DATABASE, since=words.at(since), log=cluster.log))

    with _step(DATABASE) as done:
        outcome = cluster.start(seconds=None, waiting=waiting)
        cluster.create_database()
        done(outcome)


def _follow_backups(settings: Settings, supervisor: Supervisor) -> None:
    """Copy our database as soon as somebody has backed it up. Somebody else's is theirs to keep."""
    if settings.has_own_cluster and not supervisor.has(ARCHIVE) and is_chosen(settings.home):
        archive = Program(ARCHIVE, (*ME, "archive"), settings.home / "log" / "archive.log")
        supervisor.start(ProgramProcess(archive, _surroundings(settings)))


def _choose_ports(settings: Settings) -> Settings:
    """Take a free port where the wanted one is taken, and give simulators of other systems their address."""
    port = free_port(settings.port)
    if port != settings.port:
        _say(f"Port {settings.port} is in use, so port {port} is taken.")
        was_default = settings.public_url == f"http://127.0.0.1:{settings.port}"
        address = f"http://127.0.0.1:{port}" if was_default else settings.public_url
        settings = replace(settings, port=port, public_url=address)
    if settings.is_demo:
        registry = settings.civil_registry_url or f"http://127.0.0.1:{free_port()}"
        smtp = settings.smtp_url or f"smtp://127.0.0.1:{free_port()}"
        treasury = settings.treasury_url or f"http://127.0.0.1:{free_port()}"
        sms = settings.sms_url or f"http://127.0.0.1:{free_port()}"
        settings = replace(settings, civil_registry_url=registry, smtp_url=smtp)
        settings = replace(settings, treasury_url=treasury, sms_url=sms)
        if settings.card_trust is None:
            cards = settings.demo_cards_url or f"http://127.0.0.1:{free_port()}"
            trust = settings.home / "cards" / "trust.json"
            settings = replace(settings, demo_cards_url=cards, card_trust=trust)
            if settings.seals is None:
                settings = replace(settings, seals=settings.home / "cards" / "seals.json")
        # One program plays all state registers.
        settings = replace(
            settings,
            guardianship_url=settings.guardianship_url or registry,
            company_registry_url=settings.company_registry_url or registry,
            notary_chamber_url=settings.notary_chamber_url or registry,
            systems={name: f"{registry}/{name}" for name in OTHER_SYSTEMS} | dict(settings.systems),
        )
    return settings


def _bring_up(settings: Settings, supervisor: Supervisor) -> None:
    from engine.bootstrap import build
    from engine.installation import demo_people, loading, membership, schema

    with _step("Schema") as done:
        done(schema.bring_up_to_date(settings))
    logs = settings.home / "log"
    if settings.is_demo:
        demo_people.write(people_file(settings), loading.BPMN, loading.DEMO_PEOPLE)
    wanted = (
        *simulators(settings, logs),
        Program("Worker", (*ME, "worker"), logs / "worker.log"),
        Program("Timers", (*ME, "timers"), logs / "timers.log"),
        Program("Web", (*ME, "web"), logs / "web.log", settings.port, path="/"),
    )
    processes = [ProgramProcess(program, _surroundings(settings)) for program in wanted]
    engine = build(settings)
    try:
        loading.refuse_what_does_not_run(engine)
        membership.join(engine)
        # All at once, and beside the loading: most of the time of each goes into importing.
        for process in processes:
            supervisor.start(process)
        load(engine)
    finally:
        engine.close()
    for process in processes:
        with _step(process.name):
            supervisor.wait_until_ready(process)


def load(engine: Engine) -> None:
    """Load what the installation begins with, and say so."""
    from engine.installation import loading

    with _step("Reference data") as done:
        found = loading.load_data(engine)
        done(
            f"{found.municipalities} municipalities, {found.centers} community centres, "
            f"{found.holidays} holidays, {found.parameters} parameters"
        )
    if engine.settings.is_demo:
        with _step("Demo people") as done:
            done(str(loading.load_demo_people(engine)))
        with _step("Demo budget") as done:
            done(f"{loading.load_demo_budget(engine)} new lines")
        with _step("Demo centres") as done:
            entries = loading.load_demo_cash(engine) + loading.load_demo_hours(engine)
            done(f"{entries} new entries about cash and hours")
        with _step("Services") as done:
            done(_published(engine))
    else:
        if names := loading.unconfirmed(engine):
            _say(f"Not confirmed by a lawyer, yet in force: {', '.join(names)}")
        for line in self_checks(engine.connections.connectors):
            _say(line)


def _published(engine: Engine) -> str:
    """Publish what is new, a line for each service; return what came of it."""
    from engine.installation import loading

    shown: list[str] = []

    def say(line: str) -> None:
        shown.append(line)
        print(f"\n  published {line}", end="", flush=True)

    number = loading.publish_services(engine, say=say)
    return "\n  done" if shown else f"{number} in force"


def self_checks(connectors: Iterable[Connector]) -> Iterator[str]:
    """Yield a line for each connection to another system: in order, or what is wrong with its settings."""
    texts = Texts.load(Path(engine_texts.__file__).parent)
    for connector in connectors:
        found = [texts.get(TERMINAL, problem.code, **problem.params) for problem in connector.check()]
        yield f"Connection {connector.name}: {'; '.join(found) or 'settings in order'}"


@contextmanager
def _step(title: str) -> Iterator[Any]:
    """Print what is going on, and how long it took and what came of it."""
    began, outcome = time.monotonic(), ["ready"]
    print(f"{title:<24}", end="", flush=True)
    try:
        yield lambda text: outcome.append(text)
    except BaseException:
        print("…", flush=True)
        raise
    print(f"{outcome[-1]} ({time.monotonic() - began:.1f} s)", flush=True)


def _say(text: str) -> None:
    """Print, if anybody reads it: a full disk, a closed pipe or an old terminal ends nothing."""
    encoding = sys.stdout.encoding or "utf-8"
    with suppress(OSError, ValueError):
        print(text.encode(encoding, "replace").decode(encoding), flush=True)


__all__ = ["AlreadyRunning", "ProgramFailed", "load", "run", "self_checks"]
