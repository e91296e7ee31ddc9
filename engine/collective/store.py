"""Offers of cases to be granted by one order with others, and the lists of such orders."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any
from uuid import UUID

from engine.db.pool import Transaction, as_json

OFFER = """
insert into collective_items (id, case_id, municipality_id, grouping, amount_tetri, titles, offered_at, state)
values (:id, :case_id, :municipality_id, :grouping, :amount_tetri, cast(:titles as jsonb), :now, 'waiting')
on conflict do nothing
"""
LEAVE = """
update collective_items set state = 'left' where case_id = :case_id and state = 'waiting'
"""
# Whom somebody else is listing at this moment is passed over, as is whoever does not wait any more.
COLLECT = """
with chosen as (
    select i.id from collective_items i
    where i.municipality_id = :municipality_id and i.grouping = :grouping and i.state = 'waiting'
      and exists (select from messages_awaited a where a.case_id = i.case_id and a.kind = 'message'
                  and a.name = :message and a.correlation_key = i.id::text)
    order by i.offered_at, i.id limit :most for update of i skip locked
), placed as (
    select i.id, row_number() over (order by i.offered_at, i.id) as place
    from collective_items i join chosen using (id)
)
update collective_items i set state = 'listed', order_case_id = :order_id, place = p.place + :after
from placed p where i.id = p.id
"""
OF_ORDER = """
select i.id, i.case_id, i.place, i.amount_tetri, i.titles, i.state, c.number, c.filed_at,
    p.personal_number, p.given_name, p.family_name,
    exists (select from messages_awaited a where a.case_id = i.case_id and a.kind = 'message'
            and a.name = :message and a.correlation_key = i.id::text) as is_waiting
from collective_items i join cases c on c.id = i.case_id join people p on p.id = c.applicant_id
where i.order_case_id = :order_id order by i.place for update of i
"""
TAKE_OUT = """
update collective_items set state = :state, order_case_id = null, place = null where id = any (:ids)
"""
PLACE = "update collective_items set place = :place where id = :id"
DECIDE = "update collective_items set state = 'decided' where id = any (:ids)"
DECIDED = """
select i.place, c.order_number, c.decided_on from collective_items i join cases c on c.id = i.order_case_id
where i.case_id = :case_id and i.state = 'decided'
"""


def offer(
    tx: Transaction,
    item_id: UUID,
    *,
    case_id: UUID,
    municipality_id: int,
    grouping: str,
    amount_tetri: int,
    titles: Mapping[str, str],
) -> bool:
    """Offer a case; False where it is offered already."""
    return (
        tx.run(
            OFFER,
            id=item_id,
            case_id=case_id,
            municipality_id=municipality_id,
            grouping=grouping,
            amount_tetri=amount_tetri,
            titles=as_json(titles),
            now=tx.now,
        )
        == 1
    )


def leave(tx: Transaction, case_id: UUID) -> bool:
    """Take back the offer of a case; False where it stands in a list, or is offered no longer."""
    return tx.run(LEAVE, case_id=case_id) == 1


def collect(
    tx: Transaction,
    order_id: UUID,
    *,
    municipality_id: int,
    grouping: str,
    message: str,
    most: int,
    after: int,
) -> int:
    """List for an order who has waited longest, behind the `after` that it lists; return how many."""
    return tx.run(
        COLLECT,
        order_id=order_id,
        municipality_id=municipality_id,
        grouping=grouping,
        message=message,
        most=most,
        after=after,
    )


def of_order(tx: Transaction, order_id: UUID, *, message: str) -> list[Any]:
    """Return the list of an order by its places, locked to the commit."""
    return tx.all(OF_ORDER, order_id=order_id, message=message)


def take_out(tx: Transaction, ids: Collection[UUID], *, state: str) -> None:
    """These stand in the list no longer."""
    tx.run(TAKE_OUT, ids=list(ids), state=state)


def place(tx: Transaction, ids: Collection[UUID]) -> None:
    """Number what is left of a list in its order, from 1; no place is above the one that it had."""
    for number, item_id in enumerate(ids, start=1):
        tx.run(PLACE, id=item_id, place=number)


def decide(tx: Transaction, ids: Collection[UUID]) -> None:
    """The order grants these."""
    tx.run(DECIDE, ids=list(ids))


def decided(tx: Transaction, case_id: UUID) -> Any:
    """Return the order that grants the case, and its place there; None where none does."""
    return tx.one(DECIDED, case_id=case_id)
