"""What a file of a draft said before: kept where somebody would come back to it, and brought back."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest

from engine.errors import NotFound
from engine.studio.commands.service_drafts import RemoveServiceFile, SaveServiceFile
from engine.studio.queries import service_drafts
from engine.studio.store import draft_states
from tests.engine.kit import Office
from tests.studio.test_publish_requests import FIRST, SECOND, begun

README = "README.md"


def save(office: Office, draft_id: UUID, text: str, by: str = FIRST, path: str = README) -> None:
    with office.engine.read(office.person(by)) as tx:
        seen = service_drafts.states(tx, draft_id).get(path, (b"", 0))[1]
    command = SaveServiceFile(draft_id, path, text.encode(), seen)
    office.engine.send(command, actor=office.person(by))


def history(office: Office, draft_id: UUID, path: str = README) -> list[str]:
    """Return the history of a file, the last first."""
    with office.engine.read(office.person(SECOND)) as tx:
        found = service_drafts.history(tx, draft_id).get(path, ())
        return [
            service_drafts.history_content(tx, draft_id, path, state.revision).decode() for state in found
        ]


def test_states__are_those_left_to_another_and_one_for_each_ten_minutes(office: Office) -> None:
    draft_id = begun(office)
    path = "scenarios/felled.json"
    for text in ("[1]", "[2]", "[3]"):
        save(office, draft_id, text, path=path)
    assert history(office, draft_id, path) == ["[1]"]
    office.clock.advance(timedelta(minutes=11))
    save(office, draft_id, "[4]", path=path)
    assert history(office, draft_id, path) == ["[3]", "[1]"]
    save(office, draft_id, "[5]", path=path)
    assert history(office, draft_id, path) == ["[4]", "[3]", "[1]"]
    save(office, draft_id, "[6]", by=SECOND, path=path)

    assert history(office, draft_id, path) == ["[5]", "[4]", "[3]", "[1]"]


def test_state__says_what_has_changed_since__and_that_of_a_removed_file_comes_back(office: Office) -> None:
    draft_id = begun(office)
    path = "scenarios/felled.json"
    save(office, draft_id, '{"name": "one"}', path=path)
    save(office, draft_id, '{"name": "two"}', by=SECOND, path=path)
    with office.engine.read(office.person(FIRST)) as tx:
        (first,) = service_drafts.history(tx, draft_id)[path]
        state = service_drafts.history_entry(tx, draft_id, path, first.revision)
    assert (state.seen, [change.what for change in state.changes]) == (2, ["changed"])

    office.engine.send(RemoveServiceFile(draft_id, "scenario", "felled", "2"), actor=office.person(FIRST))
    assert history(office, draft_id, path) == ['{"name": "two"}', '{"name": "one"}']
    save(office, draft_id, history(office, draft_id, path)[0], path=path)
    with office.engine.read(office.person(FIRST)) as tx:
        assert service_drafts.file(tx, draft_id, path).revision == 3
        with pytest.raises(NotFound):
            service_drafts.history_content(tx, draft_id, path, 9)


def test_states__of_a_file__are_no_more_than_somebody_would_look_through(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(draft_states, "MOST", 2)
    draft_id = begun(office)
    for number in range(5):
        save(office, draft_id, f"[{number}]", by=(FIRST, SECOND)[number % 2], path="scenarios/felled.json")

    assert history(office, draft_id, "scenarios/felled.json") == ["[3]", "[2]"]
