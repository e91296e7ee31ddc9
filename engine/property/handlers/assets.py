"""Taking a table over into the register of property: all of it or nothing, and the same table once."""

from __future__ import annotations

from typing import Any, Final
from uuid import UUID, uuid5

from engine.db.pool import Transaction
from engine.errors import Broken, NotAllowed, NotFound, Rejected
from engine.property.commands.assets import AssetsImported, ImportAssets
from engine.property.importing import checked, digest_of
from engine.property.numbers import next_number
from engine.property.rules.refusals import NumberTaken, PlotTaken
from engine.property.rules.table_rights import RightLine
from engine.property.rules.tables import Line
from engine.property.store import assets
from engine.property.store import tables as asset_tables
from engine.roles import Right
from engine.routes import Route, Sender
from engine.stores import people, reference

_NAMESPACE: Final = UUID("8a5d4f9e-54a3-4b0c-9a44-2f6b1f7f3d11")


class TableInvalid(Rejected):
    """Something in the table is wrong; nothing of it was taken over."""

    code = "asset.table_invalid"


class TableKnown(Rejected):
    """The same table has been taken over before."""

    code = "asset.table_known"


class GroundMissing(Rejected):
    """Nobody said on which act the table rests."""

    code = "asset.ground_missing"


def import_assets(command: ImportAssets, tx: Transaction) -> AssetsImported:
    """Enter every asset of the table, each with the municipality's ownership, and every right of others.

    Raises `TableInvalid`, `TableKnown`, `GroundMissing`; `PlotTaken` where a plot is another municipality's.
    """
    place = reference.municipality(tx, command.municipality)
    if place is None or place.id not in tx.actor.municipalities:
        raise NotFound
    if not tx.actor.may(Right.KEEP_PROPERTY, place.id):
        raise NotAllowed
    if not command.ground.strip():
        raise GroundMissing
    digest = digest_of(command.rows)
    if asset_tables.imported(tx, place.id, digest) is not None:
        raise TableKnown
    table = checked(tx, place.id, command.rows, is_locked=True)
    if table.mistakes:
        raise TableInvalid(count=len(table.mistakes))
    import_id = uuid5(_NAMESPACE, f"{place.id}:{digest.hex()}")
    if not asset_tables.insert_import(
        tx,
        import_id,
        municipality_id=place.id,
        digest=digest,
        file_name=command.file_name[:200] or "table",
        ground=command.ground.strip(),
        assets=len(table.lines),
        rights=len(table.rights),
    ):
        raise TableKnown
    numbers = {line.row: _enter(tx, place, import_id, line, command.ground.strip()) for line in table.lines}
    for right in table.rights:
        _give(tx, place.id, import_id, right, numbers.get(right.of_row or 0, right.inventory_no))
    counts = {"count": len(table.lines), "rights": len(table.rights)}
    tx.log(f"assets/{place.id}", "asset.imported", table=str(import_id), **counts)
    return AssetsImported(import_id, **counts)


def _enter(tx: Transaction, place: Any, import_id: UUID, line: Line, ground: str) -> str:
    asset_id = uuid5(import_id, str(line.row))
    number = line.inventory_no or next_number(tx, place.id, place.code)
    if not assets.insert(tx, asset_id, municipality_id=place.id, inventory_no=number, kind=line.kind):
        raise NumberTaken(number=number)
    common = {"asset_id": asset_id, "municipality_id": place.id, "valid_from": line.valid_from}
    is_entered = assets.insert_state(
        tx,
        id=uuid5(asset_id, "state"),
        name=line.name,
        category=line.category,
        state="in_use",
        cadastral_code=line.cadastral_code,
        value_tetri=line.value_tetri,
        fields=dict(line.fields),
        ground=ground,
        case_id=None,
        order_number=None,
        import_id=import_id,
        **common,
    )
    if not is_entered:
        raise PlotTaken(plot=line.cadastral_code)
    assets.insert_right(
        tx,
        uuid5(asset_id, "right"),
        kind="ownership",
        state="held",
        is_own=True,
        valid_until=None,
        import_id=import_id,
        **common,
    )
    return number


def _give(
    tx: Transaction, municipality_id: int, import_id: UUID, line: RightLine, inventory_no: str | None
) -> None:
    is_given = asset_tables.insert_held(
        tx,
        uuid5(import_id, f"right:{line.row}"),
        municipality_id=municipality_id,
        inventory_no=inventory_no,
        kind=line.kind,
        holder_name=line.holder_name,
        holder_number=line.holder_number,
        holder_id=people.id_of(tx, line.holder_number),
        valid_from=line.valid_from,
        valid_until=line.valid_until,
        fee_tetri=line.fee_tetri,
        fee_period=line.fee_period,
        contract_no=line.contract_no,
        import_id=import_id,
    )
    if not is_given:
        raise Broken("asset.right_unkept")


ROUTES = (Route(ImportAssets, import_assets, sender=Sender.STAFF, result=AssetsImported),)
