"""Publish requests of analysts.

What is asked for is kept as a version at once, so that nobody approves anything else than what was shown.
Refuses to judge a service, which validation does, and to approve, which a second person does.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from uuid import UUID, uuid4

from engine.audit.hash_chain import CONFIGURATION
from engine.catalogue.folder import read_service
from engine.catalogue.semantics import current
from engine.catalogue.store import versions
from engine.catalogue.versions import digest
from engine.clock import local_date
from engine.db.pool import Transaction
from engine.errors import Broken, NotAllowed, NotFound, Rejected
from engine.roles import Right
from engine.routes import Route, Sender
from engine.studio.commands.publish_requests import PublicationRequested, RequestPublication
from engine.studio.judging import LONGEST, judge, lay_out
from engine.studio.publishing import keep, places_of
from engine.studio.standing import grounds, is_everywhere, unknown_to
from engine.studio.store import publish_requests as store
from engine.studio.store import service_drafts
from engine.texts import LANGUAGES


class ValidationRefuses(Rejected):
    """Validation has found errors in the draft."""

    code = "publish.validation_refuses"


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


class ChangedWhileJudged(Rejected):
    """Somebody changed the draft while validation was judging it."""

    code = "publish.changed_while_judged"


class NotRebased(Rejected):
    """The draft knows nothing of a version that is in force there, and nobody has said that this is meant."""

    code = "publish.not_rebased"


class RequestedAlready(Rejected):
    """Another publication of the service is waiting for a second person."""

    code = "publish.requested_already"


def request_publication(command: RequestPublication, tx: Transaction) -> PublicationRequested:
    """Keep the draft as a version and request its publication."""
    if not tx.actor.may_somewhere(Right.DRAW_SERVICES):
        raise NotAllowed
    draft = service_drafts.find(tx, command.draft_id)
    if draft is None:
        raise NotFound
    if not command.note.strip():
        raise NoteNeeded
    if command.effective_from < local_date(tx.now):
        raise DayPast
    places = places_of(tx, command.municipalities)
    undoes = _confirmed(tx, unknown_to(tx, draft, places), command.undoes)
    versions.allow_thought(tx)
    files = service_drafts.files(tx, command.draft_id)
    judgement = judge(draft.code, files, patience=LONGEST)
    if judgement.errors:
        raise ValidationRefuses(errors=judgement.errors)
    _lock_unchanged(tx, command.draft_id, files)
    version_id, law = _kept(tx, draft.code, files)
    if is_everywhere(tx, draft.code, places, version_id):
        raise NothingNew
    request = {
        "draft_id": command.draft_id,
        "code": draft.code,
        "version_id": version_id,
        "base_version": draft.base_version,
        "known_versions": draft.known_versions,
        "undoes": undoes,
        "municipalities": places,
        "effective_from": command.effective_from,
        "law": _checked(command.law) or law,
        "note": command.note.strip(),
        "remarks": len(judgement.findings),
    }
    return PublicationRequested(_added(tx, request))


def _added(tx: Transaction, request: dict[str, Any]) -> UUID:
    """Keep the publish request, with what is in force where; queue its scenarios; return its id."""
    request_id, code = uuid4(), request["code"]
    groups = [
        (ground.version_id, ground.municipalities) for ground in grounds(tx, code, request["municipalities"])
    ]
    if not store.insert(tx, request_id, groups=groups, **request):
        raise RequestedAlready
    store.queue_scenarios(tx, request_id)
    said = {"request": str(request_id), "service": code, "version": request["version_id"]}
    tx.log(CONFIGURATION, "publication.requested", **said)
    return request_id


def _confirmed(tx: Transaction, unknown: Iterable[int], confirmed: Iterable[str]) -> list[int]:
    """Return the versions that would be undone, if somebody has said of each that this is meant."""
    digests = {
        version_id: bytes(versions.load(tx, version_id).digest).hex() for version_id in sorted(unknown)
    }
    if unsaid := set(digests.values()) - set(confirmed):
        raise NotRebased(versions=", ".join(sorted(missing[:8] for missing in unsaid)))
    return list(digests)


def _lock_unchanged(tx: Transaction, draft_id: UUID, files: dict[str, bytes]) -> None:
    """Lock the draft until the commit. Raises `ChangedWhileJudged` if its files have changed since."""
    if service_drafts.find(tx, draft_id, is_locked=True) is None:
        raise NotFound
    if service_drafts.files(tx, draft_id) != files:
        raise ChangedWhileJudged


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


def _checked(law: list[dict[str, Any]] | None) -> list[dict[str, Any]] | None:
    for entry in law or ():
        if not all(str(entry["act"].get(language) or "").strip() for language in LANGUAGES):
            raise LawUnusable
    return law


ROUTES = (Route(RequestPublication, request_publication, sender=Sender.PERSON, result=PublicationRequested),)
