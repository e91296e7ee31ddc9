"""Drafts: kept for their owner alone, on several devices, for a while."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import psycopg
import pytest

from engine.commands.drafts import ChooseDraftPage, DropDraft, ExpireDrafts, SavedDraft, SaveDraft
from engine.errors import NotAllowed, NotFound, Rejected
from engine.handlers.drafts import MOST_DRAFTS
from engine.jobs import drafts as poll
from engine.queries import drafts, services
from engine.queries.draft_views import DraftView
from engine.tenancy import system
from tests.engine.kit import CITIZEN, OTHER_CITIZEN, Office

PAGE = "1"  # the only one of the service's form


def save(office: Office, note: str, *, by: str = CITIZEN, **more: Any) -> SavedDraft:
    command = SaveDraft(office.service, "keda", {"note": note}, **{"page": PAGE, **more})
    saved: SavedDraft = office.engine.send(command, actor=office.person(by))
    return saved


def choose(office: Office, keep: str, seen: int) -> Any:
    command = ChooseDraftPage(office.service, "keda", PAGE, keep, seen)
    return office.engine.send(command, actor=office.person(CITIZEN))


def draft(office: Office, by: str = CITIZEN) -> DraftView | None:
    with office.engine.read(office.person(by)) as tx:
        return services.page(tx, office.service, "keda", "en").draft


def kept(office: Office) -> DraftView:
    found = draft(office)
    assert found is not None
    return found


def stored(office: Office) -> int:
    with psycopg.connect(office.engine.settings.owner_url) as connection:
        row = connection.execute("select count(*) from drafts").fetchone()
    assert row is not None
    return int(row[0])


def test_draft__saved__is_the_owners_alone(office: Office) -> None:
    save(office, "mine")

    assert kept(office).answers == {"note": "mine"}
    assert draft(office, OTHER_CITIZEN) is None
    with office.engine.read(office.staff("specialist")) as tx:
        assert tx.scalar("select count(*) from drafts") == 0
    with office.engine.read(system(office.place())) as tx:
        assert tx.scalar("select count(*) from drafts") == 0


def test_draft__saved__is_on_the_owners_list_with_the_day_it_is_kept_until(office: Office) -> None:
    save(office, "mine")

    with office.engine.read(office.person(CITIZEN)) as tx:
        (card,) = drafts.mine(tx)

    assert (card.service_code, card.municipality_code) == (office.service, "keda")
    assert card.last_day == date(2026, 10, 1)


def test_draft__answers_of_no_page__are_not_kept(office: Office) -> None:
    command = SaveDraft(office.service, "keda", {"note": "x", "forged": "y"}, page=PAGE)
    office.engine.send(command, actor=office.person(CITIZEN))

    assert kept(office).answers == {"note": "x"}


def test_draft__unknown_page__is_not_found(office: Office) -> None:
    with pytest.raises(NotFound):
        save(office, "x", page="nothing")


def test_draft__same_window__never_stands_against_itself(office: Office) -> None:
    first = save(office, "one", window="a")
    save(office, "two", window="a", seen=first.version)

    third = save(office, "three", window="a", seen=first.version)  # sent from the page as it was at first

    assert not third.is_rival
    assert kept(office).answers == {"note": "three"}


def test_draft__saved_by_a_script_after_the_button__does_not_bring_back_the_old(office: Office) -> None:
    first = save(office, "one", window="a")
    newest = save(office, "pressed", window="a", seen=first.version)

    late = save(office, "typed before", window="a", seen=first.version, is_automatic=True)

    assert late.version == newest.version
    assert late.is_overtaken
    assert kept(office).answers == {"note": "pressed"}


def test_draft__page_changed_on_another_device__both_are_kept_until_one_is_chosen(office: Office) -> None:
    first = save(office, "one", window="a")
    office.clock.advance(timedelta(minutes=5))
    second = save(office, "two", window="b", seen=first.version)
    office.clock.advance(timedelta(minutes=5))

    third = save(office, "three", window="a", seen=first.version)

    assert third.is_rival
    assert third.changed_at == second.saved_at
    found = kept(office)
    assert found.answers == {"note": "two"}
    assert found.rivals[PAGE].answers == {"note": "three"}


@pytest.mark.parametrize(("keep", "note"), [("kept", "two"), ("rival", "three")])
def test_draft__one_of_two_versions_chosen__the_other_is_gone(office: Office, keep: str, note: str) -> None:
    first = save(office, "one", window="a")
    save(office, "two", window="b", seen=first.version)
    third = save(office, "three", window="a", seen=first.version)

    choose(office, keep, third.version)

    assert kept(office).answers == {"note": note}
    assert kept(office).rivals == {}


def test_draft__changed_while_two_versions_were_compared__is_to_be_looked_at_again(office: Office) -> None:
    first = save(office, "one", window="a")
    save(office, "two", window="b", seen=first.version)
    third = save(office, "three", window="a", seen=first.version)
    save(office, "four", window="b", seen=third.version)

    with pytest.raises(Rejected) as refused:
        choose(office, "rival", third.version)

    assert refused.value.error_code == "draft.moved"
    assert kept(office).answers == {"note": "four"}


def test_draft__rival_sent_again__does_not_disturb_the_choice(office: Office) -> None:
    first = save(office, "one", window="a")
    save(office, "two", window="b", seen=first.version)
    third = save(office, "three", window="a", seen=first.version)

    again = save(office, "three", window="a", seen=first.version, is_automatic=True)

    assert (again.version, again.is_rival) == (third.version, True)


def test_draft__filed__is_gone_with_the_same_commit(office: Office) -> None:
    save(office, "mine")

    office.file()

    assert stored(office) == 0


def test_draft__refused_application__stays(office: Office) -> None:
    save(office, "mine")

    with pytest.raises(Rejected):
        office.file(note="")

    assert stored(office) == 1


def test_draft__thrown_away__is_gone(office: Office) -> None:
    save(office, "mine")

    for _ in range(2):
        office.engine.send(DropDraft(office.service, "keda"), actor=office.person(CITIZEN))

    assert stored(office) == 0


def test_draft__of_somebody_else_thrown_away__stays(office: Office) -> None:
    save(office, "mine")

    office.engine.send(DropDraft(office.service, "keda"), actor=office.person(OTHER_CITIZEN))

    assert stored(office) == 1


def test_draft__nobody_comes_back__is_removed_after_the_told_day(office: Office) -> None:
    saved = save(office, "mine")
    office.clock.set(office.clock.now() + timedelta(days=30))
    assert (poll.expire(office.engine), stored(office)) == (0, 1)
    assert saved.last_day == date(2026, 10, 1)

    office.clock.advance(timedelta(days=1))

    assert draft(office) is None  # before anybody has cleared
    assert (poll.expire(office.engine), stored(office)) == (1, 0)


def test_draft__changed__is_kept_longer(office: Office) -> None:
    save(office, "one")
    office.clock.advance(timedelta(days=29))
    save(office, "two")
    office.clock.advance(timedelta(days=29))

    assert poll.expire(office.engine) == 0


def test_draft__expired_and_begun_anew__holds_nothing_old(office: Office) -> None:
    save(office, "old")
    office.clock.advance(timedelta(days=40))

    office.engine.send(SaveDraft(office.service, "keda", {}, page=PAGE), actor=office.person(CITIZEN))

    assert kept(office).answers == {}


def test_drafts__more_than_anybody_needs__are_refused(office: Office) -> None:
    with psycopg.connect(office.engine.settings.owner_url) as connection:
        connection.execute(
            "insert into drafts (id, person_id, municipality_id, service_code, answers, saved_at, expires_at)"
            " select gen_random_uuid(), %s, %s, 'a.b' || n, '{}', now(), now() from generate_series(1, %s) n",
            [office.person(CITIZEN).person_id, office.place(), MOST_DRAFTS],
        )

    with pytest.raises(Rejected) as refused:
        save(office, "x")

    assert refused.value.error_code == "draft.too_many"


def test_draft__too_large_together_with_its_rival__is_refused(office: Office) -> None:
    first = save(office, "x" * 90_000, window="a")
    save(office, "y" * 90_000, window="b", seen=first.version)

    with pytest.raises(Rejected) as refused:
        save(office, "z" * 120_000, window="a", seen=first.version)

    assert refused.value.error_code == "draft.too_large"


def test_poll__asked_for_by_a_person__is_not_allowed(office: Office) -> None:
    with pytest.raises(NotAllowed):
        office.engine.send(ExpireDrafts(), actor=office.person(CITIZEN))
