"""Replays of past decisions by the tables of a draft: asked for, gone on with, ended by what may be told.

Refuses to evaluate tables, which a worker does, and to know cases.
"""

from __future__ import annotations

from typing import Any, Final
from uuid import UUID, uuid4

from engine.audit.hash_chain import CONFIGURATION
from engine.cases import replaying
from engine.cases.replaying import Drafted
from engine.clock import local_date, start_of_day
from engine.db.pool import Transaction
from engine.decisions import DecisionError
from engine.errors import Broken, NotAllowed, NotFound, Rejected
from engine.offices.administration import as_the_engine
from engine.own_parameters import OwnParameter
from engine.process import DiagramError
from engine.roles import Right
from engine.routes import Route, Sender
from engine.stores import reference
from engine.studio import tally
from engine.studio.commands.replays import AskReplay, KeepReplayed, ReplayAsked, StopReplay
from engine.studio.store import replays, service_drafts
from engine.terms.term import same_day_later

NOBODY: Final = UUID(int=0)


class PeriodUnknown(Rejected):
    """The period is none of those that are offered."""

    code = "replay.period_unknown"


class LawUnknown(Rejected):
    """It is to be decided by the parameters of then or by those of today."""

    code = "replay.law_unknown"


class NoTables(Rejected):
    """The draft has no decision table."""

    code = "replay.no_tables"


class DraftUnreadable(Rejected):
    """A table or the diagram of the draft can't be read."""

    code = "replay.draft_unreadable"


def ask_replay(command: AskReplay, tx: Transaction) -> ReplayAsked:
    """Keep what the draft's tables say now, and let a worker go through what was decided."""
    if not tx.actor.may_somewhere(Right.DRAW_SERVICES):
        raise NotAllowed
    draft = service_drafts.find(tx, command.draft_id, is_locked=True)
    if draft is None:
        raise NotFound
    if command.months not in replaying.MONTHS:
        raise PeriodUnknown
    if command.law not in replaying.LAWS:
        raise LawUnknown
    files = _needed(draft.code, service_drafts.files(tx, command.draft_id))
    since = same_day_later(local_date(tx.now), -command.months).replace(day=1)
    replay_id, asked_by = uuid4(), tx.actor.person_id
    with as_the_engine(tx):
        replays.insert(
            tx,
            replay_id,
            draft_id=command.draft_id,
            code=draft.code,
            law=command.law,
            months=command.months,
            since=since,
            files=files,
            tally=tally.empty(),
            cursor={"place": 0, "filed_at": start_of_day(since).isoformat(), "after": str(NOBODY)},
            asked_by=asked_by,
        )
    said = {"replay": str(replay_id), "draft": str(command.draft_id), "service": draft.code}
    tx.log(CONFIGURATION, "replay.asked", **said, law=command.law, months=command.months)
    return ReplayAsked(replay_id)


def keep_replayed(command: KeepReplayed, tx: Transaction) -> None:
    """Keep a batch, once: what was kept already or is not wanted any more changes nothing."""
    row = _running(tx, command.replay_id)
    if row is None or row.batches != command.batch:
        return
    if command.cursor is not None:
        replays.go_on(tx, row.id, command.tally, command.cursor)
        replays.queue(tx, row.id)
        return
    everywhere = reference.municipality_names(tx)
    fewest = _fewest(tx)
    files = Drafted.read(row.code, {path: text.encode() for path, text in row.files.items()}).files
    found = tally.report(command.tally, fewest=fewest, places=everywhere, files=files)
    replays.end(tx, row.id, {"fewest": fewest, "is_cut": command.is_cut, "decisions": found})


def stop_replay(command: StopReplay, tx: Transaction) -> None:
    row = _running(tx, command.replay_id)
    if row is not None:
        replays.stop(tx, row.id, command.reason)


def _needed(code: str, files: dict[str, bytes]) -> dict[str, str]:
    """Return what of a draft its decisions need, if it can be read."""
    needed = {path: content for path, content in files.items() if replaying.is_needed(path)}
    if not any(path.endswith(".dmn") for path in needed):
        raise NoTables
    try:
        Drafted.read(code, needed)
    except (DecisionError, DiagramError) as error:
        raise DraftUnreadable(detail=error.code) from None
    return {path: content.decode() for path, content in needed.items()}


def _running(tx: Transaction, replay_id: UUID) -> Any:
    """Return the replay while it is wanted: who asks anew takes it away."""
    row = replays.find(tx, replay_id, is_locked=True)
    return row if row is not None and row.state == "running" else None


def _fewest(tx: Transaction) -> int:
    """Return the smallest number that is told."""
    found = reference.number_of_the_country(tx, OwnParameter.FEWEST_TOLD, on=local_date(tx.now))
    if found is None:
        raise Broken("parameter.unknown", name=OwnParameter.FEWEST_TOLD)
    return found


ROUTES = (
    Route(AskReplay, ask_replay, sender=Sender.PERSON, result=ReplayAsked),
    Route(KeepReplayed, keep_replayed, sender=Sender.SYSTEM),
    Route(StopReplay, stop_replay, sender=Sender.SYSTEM),
)
