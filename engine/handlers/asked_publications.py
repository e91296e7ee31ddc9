"""Publications in the browser: an analyst asks, a second person looks at what differs and approves.

What is asked for is kept as a version at once, so that nobody approves anything else than what was shown.
Refuses to judge a service, which the gate does, and to play its scenarios, which a worker does.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from uuid import UUID, uuid4

from engine.audit.chain import CONFIGURATION
from engine.catalogue.folder import read_service
from engine.catalogue.published import published
from engine.catalogue.semantics import current
from engine.catalogue.versions import digest
from engine.clock import local_date
from engine.commands import (
    ApprovePublication,
    AskPublication,
    DeclinePublication,
    KeepScenarios,
    LookAtDifferences,
    PublicationAsked,
    ServicePublished,
)
from engine.db.pool import Transaction
from engine.errors import Broken, NotAllowed, NotFound, Rejected
from engine.publishing import Act, keep, places_of, put_into_force
from engine.roles import Right
from engine.stores import asked_publications as store
from engine.stores import service_drafts, versions
from engine.studio.judging import LONGEST, judge, lay_out
from engine.texts import LANGUAGES


class GateRefuses(Rejected):
    """The gate has found errors in the draft."""

    code = "publish.gate_refuses"


class NoteNeeded(Rejected):
    """Nothing is published without a word about what was changed."""

    code = "publish.note_needed"


class DayPast(Rejected):
    """A version does not begin before today."""

    code = "publish.day_past"


class LawUnusable(Rejected):
    """The act is named in one language only."""

    code = "publish.law_unusable"


class NothingNew(Rejected):
    """The same version is in force there already."""

    code = "publish.nothing_new"


class AskedAlready(Rejected):
    """Another publication of the service is waiting for a second person."""

    code = "publish.asked_already"


class Settled(Rejected):
    """It was approved, refused or withdrawn meanwhile."""

    code = "publish.settled"


class OwnAsking(Rejected):
    """Who asks does not approve."""

    code = "publish.own_asking"


class DifferencesNotSeen(Rejected):
    """Who approves has not opened what differs."""

    code = "publish.differences_not_seen"


class ScenariosRunning(Rejected):
    """The scenarios have not come to an end."""

    code = "publish.scenarios_running"


class ScenariosFailed(Rejected):
    """Scenarios have failed, and nobody has said why it is published nevertheless."""

    code = "publish.scenarios_failed"


class ChangedSince(Rejected):
    """Another version came into force since it was asked for: what differs is something else now."""

    code = "publish.changed_since"


def ask_publication(command: AskPublication, tx: Transaction) -> PublicationAsked:
    """Keep the draft as a version and ask for its publication."""
    if not tx.actor.may_somewhere(Right.DRAW_SERVICES):
        raise NotAllowed
    draft = service_drafts.find(tx, command.draft_id, is_locked=True)
    if draft is None:
        raise NotFound
    if not command.note.strip():
        raise NoteNeeded
    if command.effective_from < local_date(tx.now):
        raise DayPast
    places = places_of(tx, command.municipalities)
    versions.allow_thought(tx)
    files = service_drafts.files(tx, command.draft_id)
    judgement = judge(draft.code, files, patience=LONGEST)
    if judgement.errors:
        raise GateRefuses(errors=judgement.errors)
    version_id, law = _kept(tx, draft.code, files)
    if _in_force(tx, draft.code, places) == {version_id}:
        raise NothingNew
    asked_id = uuid4()
    is_new = store.insert(
        tx,
        asked_id,
        draft_id=command.draft_id,
        code=draft.code,
        version_id=version_id,
        base_version=_base(tx, draft.code, places),
        municipalities=places,
        effective_from=command.effective_from,
        law=_checked(command.law) or law,
        note=command.note.strip(),
        remarks=len(judgement.findings),
    )
    if not is_new:
        raise AskedAlready
    store.queue_playing(tx, asked_id)
    tx.log(CONFIGURATION, "publication.asked", asked=str(asked_id), service=draft.code, version=version_id)
    return PublicationAsked(asked_id)


def look_at_differences(command: LookAtDifferences, tx: Transaction) -> None:
    """Note that somebody who may approve has opened what differs."""
    asked = _asked(tx, command.asked_id)
    if asked.state == "open" and store.look(tx, command.asked_id):
        tx.log(CONFIGURATION, "publication.looked_at", asked=str(command.asked_id))


def keep_scenarios(command: KeepScenarios, tx: Transaction) -> None:
    """Keep how the scenarios came out."""
    if store.find(tx, command.asked_id, is_locked=True) is None:
        raise NotFound
    store.keep_scenarios(tx, command.asked_id, command.results)


def approve_publication(*, is_demo: bool) -> Callable[[ApprovePublication, Transaction], ServicePublished]:
    """Return the handler: what was asked for comes into force."""

    def handle(command: ApprovePublication, tx: Transaction) -> ServicePublished:
        asked = _open(tx, command.asked_id)
        if asked.asked_by == tx.actor.person_id:
            raise OwnAsking
        if not store.has_looked(tx, asked.id):
            raise DifferencesNotSeen
        despite = _despite(asked, command.despite.strip())
        if _base(tx, asked.code, asked.municipalities) != asked.base_version:
            raise ChangedSince
        published(tx, asked.version_id)
        act = Act(
            asked.asked_by,
            tx.actor.person_id,
            is_demo,
            asked.law,
            municipalities=asked.municipalities,
            note=asked.note,
        )
        content = bytes(versions.load(tx, asked.version_id).digest)
        # An asking that has lain past its day counts from today.
        effective = max(asked.effective_from, local_date(tx.now))
        publication_id = put_into_force(
            tx, act, asked.version_id, asked.code, digest=content, effective=effective
        )
        store.settle(tx, asked.id, "published", reason=despite, publication_id=publication_id)
        return ServicePublished(asked.code, content.hex(), effective)

    return handle


def decline_publication(command: DeclinePublication, tx: Transaction) -> None:
    """Refuse what was asked for; who has asked withdraws it."""
    asked = _open(tx, command.asked_id)
    if not command.reason.strip():
        raise Rejected("publish.reason_needed")
    state = "withdrawn" if asked.asked_by == tx.actor.person_id else "refused"
    store.settle(tx, asked.id, state, reason=command.reason.strip())
    said = {"asked": str(asked.id), "service": asked.code, "reason": command.reason.strip()}
    tx.log(CONFIGURATION, f"publication.{state}", **said)


def _asked(tx: Transaction, asked_id: UUID, *, is_locked: bool = False) -> Any:
    if not tx.actor.may_somewhere(Right.APPROVE_SERVICES):
        raise NotAllowed
    asked = store.find(tx, asked_id, is_locked=is_locked)
    if asked is None:
        raise NotFound
    return asked


def _open(tx: Transaction, asked_id: UUID) -> Any:
    asked = _asked(tx, asked_id, is_locked=True)
    if asked.state != "open":
        raise Settled
    return asked


def _despite(asked: Any, said: str) -> str | None:
    """Return why it is published although scenarios have failed; None where all are good."""
    if asked.scenarios is None:
        raise ScenariosRunning
    if asked.scenarios["is_good"]:
        return None
    if not said:
        raise ScenariosFailed
    return said


def _kept(tx: Transaction, code: str, files: dict[str, bytes]) -> tuple[int, Any]:
    """Keep a draft as a version, unless there is one of its content; return its id and its laws."""
    with TemporaryDirectory(prefix="mms-asked-") as directory:
        folder = read_service(lay_out(code, files, Path(directory)))
    content = digest(folder.files, current())
    version_id = keep(tx, folder, content)
    if version_id is None:
        found = versions.find(tx, content)
        if found is None:
            raise Broken("version.unknown", version=content.hex())
        version_id = int(found.id)
    return version_id, folder.settings["law"]


def _in_force(tx: Transaction, code: str, places: list[int] | None) -> set[int | None]:
    today = local_date(tx.now)
    if places is None:
        return {row.version_id for row in versions.acts_in_force(tx, code, on=today)}
    return {versions.in_force(tx, code, municipality_id=place, on=today) for place in places}


def _base(tx: Transaction, code: str, places: list[int] | None) -> int | None:
    """Return what is in force where it is asked for: what it is compared with."""
    place = places[0] if places else None
    return versions.in_force(tx, code, municipality_id=place, on=local_date(tx.now))


def _checked(law: list[dict[str, Any]] | None) -> list[dict[str, Any]] | None:
    for entry in law or ():
        if not all(str(entry["act"].get(one) or "").strip() for one in LANGUAGES):
            raise LawUnusable
    return law
