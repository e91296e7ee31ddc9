"""Parts of lists under a name: whose they are, who sees and who changes them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from uuid import UUID, uuid4

import pytest

from engine.commands.filters import RemoveFilter, RenameFilter, SaveFilter
from engine.errors import NotAllowed, NotFound, Rejected
from engine.queries import saved_filters
from engine.tenancy import Actor
from tests.engine.bookkeeping import owner
from tests.engine.kit import Office

SECOND = "00000002008"


def save(office: Office, by: Actor, **more: Any) -> UUID:
    filter_id = uuid4()
    command = SaveFilter(filter_id, **{"name": "Late ones", "list": "unit", "due": "overdue", **more})
    office.engine.send(command, actor=by, key=filter_id)
    return filter_id


def seen(office: Office, by: Actor) -> list[str]:
    with office.engine.read(by) as tx:
        return [saved.name for saved in saved_filters.listed(tx)]


def in_unit(actor: Actor, unit: str | None) -> Actor:
    return replace(actor, roles=tuple(replace(role, unit=unit) for role in actor.roles))


def test_filter__kept_for_oneself__is_nobody_else_s(office: Office) -> None:
    clerk = office.staff("specialist")

    save(office, clerk)

    assert seen(office, clerk) == ["Late ones"]
    assert [seen(office, person) for person in (office.person(SECOND), office.staff("head_of_service"))] == [
        [],
        [],
    ]


def test_filter__shared_with_a_unit__is_seen_there_and_by_whoever_has_the_whole_municipality(
    office: Office,
) -> None:
    first, second = "keda-unit-1", "keda-unit-2"
    clerk, colleague = office.staff("specialist"), office.person(SECOND)

    save(office, in_unit(clerk, first), municipality="keda", unit=first, is_shared=True)

    shown = [seen(office, in_unit(colleague, unit)) for unit in (first, second, None)]
    assert shown == [["Late ones"], [], ["Late ones"]]
    assert seen(office, office.staff("specialist", "telavi")) == []


def test_filter__with_a_unit_that_is_not_one_s_own__is_refused(office: Office) -> None:
    clerk = in_unit(office.staff("specialist"), "keda-unit-1")

    for municipality, unit in (("keda", "keda-unit-2"), ("keda", None), ("telavi", None)):
        with pytest.raises(Rejected, match="filter.office_missing"):
            save(office, clerk, municipality=municipality, unit=unit, is_shared=True)


@pytest.mark.parametrize(
    "part",
    [
        {"list": "everything"},
        {"list": ""},
        {"due": "x' or 1=1"},
        {"service": "<script>"},
        {"service": "a"},
        {"service": "x" * 200 + "." + "y" * 200},
        {"name": ""},
        {"name": " \x00 "},
        {"name": "x" * 61},
    ],
)
def test_filter__with_what_no_list_has__is_refused(office: Office, part: dict[str, str]) -> None:
    clerk = office.staff("specialist")

    with pytest.raises(Rejected, match="filter"):
        save(office, clerk, **part)

    assert seen(office, clerk) == []


def test_filter__sent_twice__is_kept_once(office: Office) -> None:
    clerk, filter_id = office.staff("specialist"), uuid4()
    command = SaveFilter(filter_id, "Late ones", "unit")

    for _ in range(2):
        office.engine.send(command, actor=clerk, key=filter_id)

    assert seen(office, clerk) == ["Late ones"]


def test_filter__renamed__is_told_to_whoever_saw_the_old_name(office: Office) -> None:
    clerk = office.staff("specialist")
    filter_id = save(office, clerk)

    office.engine.send(RenameFilter(filter_id, "Overdue", seen=1), actor=clerk)

    assert seen(office, clerk) == ["Overdue"]
    with pytest.raises(Rejected, match="filter.renamed_meanwhile"):
        office.engine.send(RenameFilter(filter_id, "Other", seen=1), actor=clerk)


def test_filter__shared__is_removed_by_its_owner_or_a_head_and_by_nobody_else(office: Office) -> None:
    clerk, colleague, head = (
        office.staff("specialist"),
        office.person(SECOND),
        office.staff("head_of_service"),
    )
    shared = [save(office, clerk, municipality="keda", is_shared=True) for _ in range(2)]

    with pytest.raises(NotAllowed):
        office.engine.send(RemoveFilter(shared[0]), actor=colleague)
    with pytest.raises(NotFound):
        office.engine.send(RemoveFilter(shared[0]), actor=office.staff("head_of_service", "telavi"))
    for one, who in zip(shared, (clerk, head), strict=True):
        office.engine.send(RemoveFilter(one), actor=who)

    assert seen(office, clerk) == []


def test_filter__one_s_own__is_not_there_for_a_head(office: Office) -> None:
    filter_id = save(office, office.staff("specialist"))

    with pytest.raises(NotFound):
        office.engine.send(RemoveFilter(filter_id), actor=office.staff("head_of_service"))


def test_filter__whatever_is_done_with_it__is_on_record(office: Office) -> None:
    clerk = office.staff("specialist")
    filter_id = save(office, clerk)
    office.engine.send(RenameFilter(filter_id, "Overdue", seen=1), actor=clerk)
    office.engine.send(RemoveFilter(filter_id), actor=clerk)

    with owner(office) as connection:
        found = connection.execute(
            "select kind from stream_events where stream = %s order by seq", (f"filters/{filter_id}",)
        ).fetchall()

    assert [kind for (kind,) in found] == ["filter.saved", "filter.renamed", "filter.removed"]
