"""Counting: what was found of a thing on the list, and what was found beside it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final
from uuid import UUID, uuid5

from engine.answers.named_files import attach_documents
from engine.db.pool import Transaction
from engine.documents.limits import UploadLimits
from engine.errors import NotAllowed, NotFound, Rejected
from engine.property.commands.inventories import CountAsset, RecordSurplus
from engine.property.rules.counting import check_result, found_thing
from engine.property.store import inventories
from engine.routes import Route, Sender

_NAMESPACE: Final = UUID("f0c1c1d2-39b4-4a77-9d0c-3f0a4a1b6f55")


class CountClosed(Rejected):
    """The count has been closed."""

    code = "inventory.closed"


class NotBegun(Rejected):
    """Nobody has been appointed to count yet."""

    code = "inventory.not_begun"


class CountedMeanwhile(Rejected):
    """Somebody else has counted the thing since the page was opened."""

    code = "inventory.counted_meanwhile"


def count_asset(limits: UploadLimits) -> Callable[[CountAsset, Transaction], None]:
    """Return the handler: whoever has the role of the inventory says what was found, until it is closed."""

    def handle(command: CountAsset, tx: Transaction) -> None:
        item = inventories.item(tx, command.item_id)
        if item is None:
            raise NotFound
        _open_for(tx, item.case_id)
        if command.expected_version not in (None, item.version):
            raise CountedMeanwhile
        photos = _photos(item.photos, command.photos)
        check_result(command.result, command.note, len(photos), is_listed=item.asset_id is not None)
        _attach(tx, item.case_id, command.photos, limits)
        note = command.note.strip()[:2000] or None
        inventories.counted(tx, item.id, result=command.result, note=note, photos=photos)
        tx.log(f"assets/{item.municipality_id}", "asset.counted", item=str(item.id), result=command.result)

    return handle


def record_surplus(limits: UploadLimits) -> Callable[[RecordSurplus, Transaction], None]:
    """Return the handler: what was found and is not on the list is put beside it."""

    def handle(command: RecordSurplus, tx: Transaction) -> None:
        inventory = _open_for(tx, command.case_id)
        fields = found_thing(command.kind, command.category, command.value_tetri, command.fields)
        check_result("surplus", command.note, len(command.photos), is_listed=False)
        _attach(tx, command.case_id, command.photos, limits)
        item_id = uuid5(_NAMESPACE, f"{command.case_id}:{tx.actor.person_id}:{tx.now.isoformat()}:{fields}")
        inventories.insert_surplus(
            tx,
            id=item_id,
            case_id=command.case_id,
            municipality_id=inventory.municipality_id,
            kind=command.kind,
            name=fields.pop("name"),
            location=fields["location"],
            value_tetri=command.value_tetri,
            fields=fields,
            note=command.note.strip()[:2000] or None,
            photos=list(command.photos),
        )
        tx.log(f"assets/{inventory.municipality_id}", "asset.counted", item=str(item_id), result="surplus")

    return handle


def _open_for(tx: Transaction, case_id: UUID) -> Any:
    """Return the inventory in which the person may count. Raises what keeps them from it."""
    inventory = inventories.held(tx, case_id)
    if inventory is None:
        raise NotFound
    if not tx.actor.has_role(inventory.role, inventory.municipality_id):
        raise NotAllowed
    if inventory.closed_at is not None:
        raise CountClosed
    if not inventory.is_begun:
        raise NotBegun
    return inventory


def _photos(kept: list[str], added: tuple[str, ...]) -> list[str]:
    return list(dict.fromkeys((*kept, *added)))


def _attach(tx: Transaction, case_id: UUID, photos: tuple[str, ...], limits: UploadLimits) -> None:
    named = {"photos": [{"document": digest} for digest in photos]}
    attach_documents(tx, case_id, named, limits=limits)


ROUTES = (
    Route(CountAsset, build=lambda use: count_asset(use.settings.uploads), sender=Sender.STAFF),
    Route(RecordSurplus, build=lambda use: record_surplus(use.settings.uploads), sender=Sender.STAFF),
)
