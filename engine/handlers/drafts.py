"""Keeping applications that are being filled in.

Answers of a draft are hostile until they are filed: nothing is read from them, they are only kept, and their
size and number are limited.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

from engine.answers import drafts
from engine.answers.drafts import LONGEST_NAME, refuse_if_large
from engine.catalogue.offers import needs_card, offered
from engine.catalogue.published import Published
from engine.clock import end_of_day, local_date
from engine.commands.drafts import ChooseDraftPage, DropDraft, ExpireDrafts, SavedDraft, SaveDraft
from engine.db.pool import Transaction, without_nul
from engine.errors import NeedsCard, NotFound, Rejected
from engine.own_parameters import OwnParameter
from engine.representation.joint_filings import end_overdue
from engine.routes import ForAnother, Route, Sender
from engine.stores import drafts as store
from engine.stores import joint_filings, reference
from engine.stores.drafts import Draft, Place
from engine.texts import LANGUAGES
from forms import Page, pages_of

MOST_DRAFTS = 50  # of one person
USUALLY_KEPT = 30  # days
KEPT_FOR_GUESTS = 1  # day: their session ends in hours, and nobody finds the draft afterwards
BATCH = 500


class TooManyDrafts(Rejected):
    """The person has very many drafts; one has to go first."""

    code = "draft.too_many"


class DraftMoved(Rejected):
    """The draft has changed since the two versions were shown."""

    code = "draft.moved"


def save_draft(command: SaveDraft, tx: Transaction) -> SavedDraft:
    """Keep the answers as they are; they are checked when they are filed."""
    place, version = _place(tx, command)
    page = None if command.page is None else _page(version, command.page)
    command = replace(command, answers=without_nul(command.answers), window=command.window[:LONGEST_NAME])
    refuse_if_large(command.answers)
    draft = _taken_up(tx, place, needs_card=needs_card(version))
    is_rival = False
    if page is None:
        if command.seen not in (0, draft.version):
            raise DraftMoved
        changed = replace(draft, answers=command.answers, pages={}, rivals={}, version=draft.version + 1)
    elif drafts.crosses(draft, command, page.id):
        is_rival, changed = True, draft
        if not drafts.is_known_rival(draft, command, page):  # sent again, it must not disturb the choice
            changed = drafts.with_rival(draft, command, page, now=tx.now)
    elif drafts.is_overtaken(draft, command, page.id):
        return SavedDraft(draft.version, draft.saved_at, local_date(draft.expires_at), is_overtaken=True)
    else:
        changed = drafts.with_page(draft, command, page, now=tx.now)
    last_day = _save(tx, place, changed)
    mark = drafts.mark_of(draft, page.id) if page is not None and is_rival else None
    changed_at = mark.saved_at if mark else None
    return SavedDraft(changed.version, tx.now, last_day, is_rival=is_rival, changed_at=changed_at)


def choose_draft_page(command: ChooseDraftPage, tx: Transaction) -> SavedDraft:
    """Keep one of two versions of a page; the other is gone."""
    place, version = _place(tx, command)
    page = _page(version, command.page)
    draft = store.lock(tx, place)
    if draft is None:
        raise NotFound
    if draft.version != command.seen or page.id not in draft.rivals:
        raise DraftMoved
    changed = drafts.with_choice(draft, page, keep=command.keep, now=tx.now)
    return SavedDraft(changed.version, tx.now, _save(tx, place, changed))


def drop_draft(command: DropDraft, tx: Transaction) -> None:
    """Throw the draft away, also where the service is not offered any more; doing it twice is no error."""
    municipality = reference.municipality(tx, command.municipality)
    if municipality is None:
        raise NotFound
    store.drop(tx, Place(municipality.id, command.service))


def expire_drafts(command: ExpireDrafts, tx: Transaction) -> int:
    """Drop a batch of drafts and joint filings whose time is over; return how many.

    What waited for directors who did not confirm is told to those who prepared and confirmed it.
    """
    ended = end_overdue(tx, BATCH)
    return store.expire(tx, BATCH) + joint_filings.expire(tx, BATCH) + ended


def _place(tx: Transaction, command: SaveDraft | ChooseDraftPage) -> tuple[Place, Published]:
    municipality, version = offered(tx, command.service, command.municipality)
    if needs_card(version) and tx.actor.assurance != "card":
        raise NeedsCard
    return Place(municipality.id, version.code), version


def _page(version: Published, page_id: str) -> Page:
    page = next((page for page in pages_of(version.start_form(LANGUAGES[0])) if page.id == page_id), None)
    if page is None:
        raise NotFound
    return page


def _taken_up(tx: Transaction, place: Place, *, needs_card: bool) -> Draft:
    """Return the draft, locked; one that has expired begins anew."""
    draft = store.lock(tx, place)
    if draft is not None and draft.expires_at <= tx.now:
        store.drop(tx, place)
        draft = None
    if draft is None:
        if store.count(tx) >= MOST_DRAFTS:
            raise TooManyDrafts(max=MOST_DRAFTS)
        draft = store.begin(tx, place, needs_card=needs_card)
    return draft


def _save(tx: Transaction, place: Place, draft: Draft) -> date:
    """Store the draft and return the day until which it is kept."""
    refuse_if_large({"answers": draft.answers, "rivals": draft.rivals})
    last_day = local_date(tx.now) + timedelta(days=_days_kept(tx, place.municipality_id, tx.now))
    store.save(tx, replace(draft, expires_at=end_of_day(last_day)))
    return last_day


def _days_kept(tx: Transaction, municipality_id: int, now: datetime) -> int:
    if tx.actor.assurance == "guest":
        return KEPT_FOR_GUESTS
    row = reference.parameter(
        tx, OwnParameter.DRAFT_KEPT, municipality_id=municipality_id, on=local_date(now)
    )
    return int(row.value) if row is not None and row.kind == "number" else USUALLY_KEPT


ROUTES = (
    Route(
        SaveDraft,
        save_draft,
        sender=Sender.PERSON,
        guests=True,
        for_another=ForAnother.BESIDE,
        at_desk=True,
        result=SavedDraft,
    ),
    Route(
        ChooseDraftPage,
        choose_draft_page,
        sender=Sender.PERSON,
        guests=True,
        for_another=ForAnother.BESIDE,
        at_desk=True,
        result=SavedDraft,
    ),
    Route(
        DropDraft, drop_draft, sender=Sender.PERSON, guests=True, for_another=ForAnother.BESIDE, at_desk=True
    ),
    Route(ExpireDrafts, expire_drafts, sender=Sender.SYSTEM),
)
