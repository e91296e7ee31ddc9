"""Whether an installation is well, in lines for the two people who keep it alive and for their monitoring.

Asks the database, which says how workers and sweeps do, and looks at the backup where one was begun on this
machine. Refuses to mend anything, and says nothing of cases.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from engine.backup import installation, status
from engine.backup.status import Line, in_words
from engine.bootstrap import Engine
from engine.errors import DatabaseAway, DatabaseTrouble, Unavailable
from engine.queries.health import WorkWaiting, work_waiting
from engine.signatures.sealing import seals_of
from engine.tenancy import system

SOON = timedelta(days=60)  # to order the certificate of a seal anew
LONGEST_WAIT = timedelta(minutes=5)  # of a job that nothing holds up


def health(engine: Engine) -> Iterator[Line]:
    """Yield what there is to know, the worst marked."""
    try:
        with engine.read(system()) as tx:
            found = work_waiting(tx)
    except DatabaseAway:
        yield Line("the database does not answer", is_good=False)
    except DatabaseTrouble as error:
        yield Line(
            f"the database answers, but could not say how work goes: {error.error_code}", is_good=False
        )
    else:
        yield Line("the database answers")
        yield from _work(found)
    yield from _seals(engine)
    if installation.is_chosen(engine.settings.home):
        yield from status.in_short(engine.settings.home)
    else:
        yield Line("no backup was begun on this machine", is_good=engine.settings.is_demo)


def _seals(engine: Engine) -> Iterator[Line]:
    """Yield a line for each seal, by its certificate alone: a PIN is not tried to see how one is."""
    try:
        found = seals_of(engine.connections)
    except Unavailable:
        yield Line("the list of seals can't be used", is_good=False)
        return
    for code, seal in sorted(found.items()):
        ends = seal.certificate.not_valid_after_utc
        is_good = engine.clock.now() + SOON < ends
        yield Line(f"the certificate of the seal of {code} ends on {ends.date()}", is_good=is_good)


def _work(found: WorkWaiting) -> Iterator[Line]:
    yield Line(f"{found.workers} workers are alive", is_good=found.workers > 0)
    if found.oldest_job is None:
        yield Line("no job waits")
    else:
        age = found.now - found.oldest_job
        yield Line(f"{found.jobs} jobs wait, the oldest for {in_words(age)}", is_good=age <= LONGEST_WAIT)
    late = f"{found.late_timers} timers are overdue; is `mms timers` running?"
    yield Line(late if found.late_timers else "no timer is overdue", is_good=not found.late_timers)
    if found.late_proofs:
        yield Line(
            f"{found.late_proofs} signed documents were not renewed; see `mms renewals`", is_good=False
        )
    else:
        yield Line("no signed document waits to be renewed")
    told = f"{found.late_changes} changes of registers have not reached their consumers for a day"
    is_told = not found.late_changes
    yield Line("no change of a register waits for long" if is_told else told, is_good=is_told)
    since = found.feed_silent_since
    silence = since and f"the civil registry's feed can't be read for {in_words(found.now - since)}"
    yield Line(silence or "the civil registry's feed is read", is_good=since is None)
