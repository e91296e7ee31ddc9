"""The health of an installation, part by part: for the two people who keep it alive and for their monitoring.

Each part is up, degraded or down, with since when and when it last went well. Only what keeps people from
their pages is down; what is degraded goes on by itself or waits for somebody. Asks the database how work goes
and how other systems have answered, looks at the supervisor and the backup of this machine. Names no case.

To change a figure to watch (a metric): `engine/queries/health.py` and a part in
`engine/installation/health.py`: `mms status` and `/health` show it; a row in `docs/operations.md`. Monitoring
belongs to no municipality, so policies show it no case, letter or task: a figure about these is a `security
definer` function, as `late_timers` is (`engine/db/schema/functions/`); a plain count would be 0 for ever.
`tests/engine/test_health.py`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal

from engine.backup import installation, status
from engine.backup.instants import show
from engine.backup.status import in_words
from engine.bootstrap import Engine
from engine.db import login
from engine.errors import DatabaseAway, DatabaseTrouble, Unavailable
from engine.installation import membership, supervisor_state
from engine.installation.supervisor_words import reason_in
from engine.queries.health import WorkWaiting, work_waiting
from engine.signatures.sealing import seals_of
from engine.stores import system_answers
from engine.tenancy import system
from engine.texts import TERMINAL

State = Literal["up", "degraded", "down"]
SOON = timedelta(days=60)  # to order the certificate of a seal anew
LONGEST_WAIT = timedelta(minutes=5)  # of a job that nothing holds up
_RANK: dict[State, int] = {"up": 0, "degraded": 1, "down": 2}


@dataclass(frozen=True)
class Part:
    """A part of the installation; `since` is when it went away, `last_success` when it last went well."""

    name: str
    text: str
    state: State = "up"
    since: datetime | None = None
    last_success: datetime | None = None
    is_asked: bool = True  # false of another system that nobody has asked a question yet

    def __str__(self) -> str:
        return f"{self.state:8}  {self.text}"

    def as_data(self) -> dict[str, Any]:
        """Return the part as JSON: instants in ISO 8601 with their offset."""
        instants = {"since": self.since, "last_success": self.last_success}
        told = {name: instant.isoformat() for name, instant in instants.items() if instant is not None}
        never = {} if self.is_asked else {"never_asked": True}
        return {"name": self.name, "state": self.state, "text": self.text, **told, **never}


def overall(parts: Iterable[Part]) -> State:
    """Return the state of the whole: that of its worst part."""
    return max((part.state for part in parts), key=_RANK.__getitem__, default="up")


def health(engine: Engine) -> Iterator[Part]:
    """Yield the parts, the database first."""
    try:
        with engine.read(system()) as tx:
            found, answered = work_waiting(tx), system_answers.all_systems(tx)
    except DatabaseAway:
        yield Part("database", "the database does not answer", "down")
    except DatabaseTrouble as error:
        text = f"the database answers, but could not say how work goes: {error.error_code}"
        yield Part("database", text, "degraded")
    else:
        yield Part("database", "the database answers")
        yield from _work(found)
        yield from _systems(engine.connections.systems, answered)
        yield from _membership(engine)
        yield from _login(engine)
    yield from _programs(engine)
    yield from _seals(engine)
    yield from _backup(engine)


def _systems(known: Iterable[str], seen: Mapping[str, Any]) -> Iterator[Part]:
    """Yield a part for each other system with an address here, as the last question and probe saw it.

    Only an answer ends what a question began: that a server can be reached does not say that it answers.
    """
    for name in known:
        row, probe = seen.get(name), seen.get(f"{system_answers.PROBE}{name}")
        reached = _reached(probe)
        answered_at = row.answered_at if row is not None else None
        last = f"; it last answered at {show(answered_at)}" if answered_at else ""
        if row is not None and row.away_since is not None:
            text = f"{name} is away since {show(row.away_since)} ({row.reason}){last}{reached}"
            yield Part(name, text, "degraded", row.away_since, answered_at)
        elif probe is not None and _is_cut_off(probe, answered_at):
            was = last or "; it was never asked"
            text = f"{name} can't be reached since {show(probe.away_since)} ({probe.reason}){was}"
            yield Part(name, text, "degraded", probe.away_since, answered_at, is_asked=row is not None)
        elif row is None:
            yield Part(name, f"{name} was never asked{reached or '; no probe was made yet'}", is_asked=False)
        else:
            yield Part(name, f"{name} answers{last}", last_success=answered_at)


def _reached(probe: Any) -> str:
    if probe is None or probe.away_since is not None:
        return ""
    return f"; its server could be reached at {show(probe.answered_at)}"


def _is_cut_off(probe: Any, answered_at: datetime | None) -> bool:
    """Tell whether a probe found nobody since the last answer."""
    if probe.away_since is None:
        return False
    return answered_at is None or bool(probe.away_since > answered_at)


def _programs(engine: Engine) -> Iterator[Part]:
    """Yield what the supervisor of this machine keeps up, where there is one."""
    found = supervisor_state.read(engine.settings.home)
    if found is None:
        return
    if not found.is_alive:
        yield Part("supervisor", "`mms run` has ended without saying so; start it again", "degraded")
        return
    for program in found.programs:
        name, since = f"program.{program.name}", show(program.since)
        if program.is_up:
            yield Part(name, f"{program.name} is up since {since}", last_success=program.since)
            continue
        why = f": {reason_in(TERMINAL, program.reason)}" if program.reason else ""
        yield Part(name, f"{program.name} is {program.phase} since {since}{why}", "degraded", program.since)


def _membership(engine: Engine) -> Iterator[Part]:
    """Yield a part for each of store, keyring and secret that is not that of the other machines."""
    try:
        found = membership.differences(engine)
    except Unavailable:
        yield Part("store", "the file store, its keyring or the database does not answer", "degraded")
        return
    for difference in found:
        yield Part("store", difference.removeprefix("- "), "degraded")
    if not found:
        yield Part("store", "file store, keyring and secret are those of the installation")


def _login(engine: Engine) -> Iterator[Part]:
    """Yield whether the login may do more in the database than it needs; a demonstration may have any."""
    try:
        with engine.read(system()) as tx:
            found = tuple(login.too_much(tx.one(login.ASKED)))
    except DatabaseTrouble:
        return  # it answered a moment ago: the next look tells
    state: State = "up" if engine.settings.is_demo else "degraded"
    for sentence in found:
        yield Part("login", sentence, state)
    if not found:
        yield Part("login", "the login of the database owns nothing and may do nothing by itself")


def _seals(engine: Engine) -> Iterator[Part]:
    """Yield a part for each seal, by its certificate alone: a PIN is not tried to see how one is."""
    try:
        found = seals_of(engine.connections)
    except Unavailable:
        yield Part("seals", "the list of seals can't be used", "degraded")
        return
    for code, seal in sorted(found.items()):
        ends = seal.certificate.not_valid_after_utc
        state: State = "up" if engine.clock.now() + SOON < ends else "degraded"
        yield Part(f"seal.{code}", f"the certificate of the seal of {code} ends on {ends.date()}", state)


def _backup(engine: Engine) -> Iterator[Part]:
    """Yield how old the backup is. Of a database elsewhere, whoever keeps that knows."""
    if installation.is_chosen(engine.settings.home):
        for line in status.in_short(engine.settings.home):
            yield Part("backup", line.text, "up" if line.is_good else "degraded")
    elif engine.settings.has_own_cluster:
        is_demo = engine.settings.is_demo
        yield Part("backup", "no backup was begun on this machine", "up" if is_demo else "degraded")
    else:
        yield Part("backup", "the database is elsewhere, and so is its backup")


def _work(found: WorkWaiting) -> Iterator[Part]:
    yield Part("workers", f"{found.workers} workers are alive", "up" if found.workers else "degraded")
    if found.oldest_job is None:
        yield Part("jobs", "no job waits")
    else:
        age = found.now - found.oldest_job
        state: State = "up" if age <= LONGEST_WAIT else "degraded"
        text = f"{found.jobs} jobs wait, the oldest for {in_words(age)}"
        yield Part("jobs", text, state, None if state == "up" else found.oldest_job)
    late = f"{found.late_timers} timers are overdue; is `mms timers` running?"
    yield _unless(found.late_timers, "timers", "no timer is overdue", late)
    late = f"{found.late_proofs} signed documents were not renewed; see `mms renewals`"
    yield _unless(found.late_proofs, "renewals", "no signed document waits to be renewed", late)
    late = f"{found.late_changes} changes of registers have not reached their subscribers for a day"
    yield _unless(found.late_changes, "changes", "no change of a register waits for long", late)
    since = found.feed_silent_since
    if since is None:
        yield Part("feed", "the civil registry's feed is read")
    else:
        text = f"the civil registry's feed can't be read for {in_words(found.now - since)}"
        yield Part("feed", text, "degraded", since)


def _unless(count: int, name: str, good: str, bad: str) -> Part:
    return Part(name, bad, "degraded") if count else Part(name, good)
