"""What is said of a draft stays beside it: with its element, from draft to draft, and with a publication."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from uuid import UUID

import pytest
from psycopg.errors import CheckViolation, InsufficientPrivilege

from engine.errors import NotAllowed, NotFound
from engine.studio.commands.comments import AnswerComment, SettleComment, WriteComment
from engine.studio.commands.publishing import NamePublisher
from engine.studio.commands.service_drafts import DropServiceDraft, SaveServiceFile
from engine.studio.queries import comments as query
from engine.studio.store import service_drafts
from engine.tenancy import system
from tests.engine.bookkeeping import owner
from tests.engine.kit import CITIZEN, Office
from tests.studio.test_publish_requests import (
    FIRST,
    SECOND,
    approve,
    asked_for,
    begun,
    look,
    refused,
    validation,
)

__all__ = ["validation"]
DIAGRAM, STEP, FORM = "process.bpmn", "review", "forms/application.form"
HOSTILE = "<script>alert(1)</script> {{ case.number }}\r\nბ\0"


def write(office: Office, draft_id: UUID, body: str = "Why?", by: str = FIRST, **said: object) -> UUID:
    command = WriteComment(draft_id, **{"path": DIAGRAM, "element": STEP, "body": body, **said})  # type: ignore[arg-type]
    comment_id: UUID = office.engine.send(command, actor=office.person(by)).comment_id
    return comment_id


def said(office: Office, draft_id: UUID) -> tuple[query.ElementComment, ...]:
    with office.engine.read(office.person(SECOND)) as tx:
        return query.of_draft(tx, draft_id).comments


def test_comment__answered_and_settled__goes_along_to_the_next_draft_and_outlives_its_element(
    office: Office,
) -> None:
    first, one, other = begun(office), office.person(FIRST), office.person(SECOND)
    kept = service_drafts_of(office, first)
    comment_id = write(office, first, HOSTILE)
    of_file = write(office, first, "of the form", path=FORM, element="")

    office.engine.send(AnswerComment(comment_id, "Because."), actor=other)
    office.engine.send(SettleComment(comment_id, 1, body="Thanks"), actor=one)
    office.engine.send(SettleComment(comment_id, 2, is_settled=False), actor=other)
    office.engine.send(DropServiceDraft(first), actor=one)
    second = begun(office)

    found = {comment.id: comment for comment in said(office, second)}
    assert found[comment_id].body == "<script>alert(1)</script> {{ case.number }}\nბ"
    assert [(turn.kind, turn.body) for turn in found[comment_id].turns] == [
        ("answered", "Because."),
        ("settled", "Thanks"),
        ("opened", None),
    ]
    assert (found[comment_id].kind, found[comment_id].is_settled) == ("UserTask", False)
    assert (found[of_file].path, found[of_file].element, found[of_file].is_gone) == (FORM, "", False)
    assert service_drafts_of(office, second) == kept

    content = kept[DIAGRAM].replace(b'"review"', b'"look"').replace(b'"which_', b'"to_')
    office.engine.send(SaveServiceFile(second, DIAGRAM, content, 1), actor=one)
    (gone,) = (each for each in said(office, second) if each.id == comment_id)
    assert (gone.is_gone, gone.element, gone.kind) == (True, STEP, "")


def service_drafts_of(office: Office, draft_id: UUID) -> dict[str, bytes]:
    with office.engine.read(office.person(FIRST)) as tx:
        return service_drafts.files(tx, draft_id)


def test_comments__of_many_at_once__are_all_kept_and_nobody_settles_what_they_have_not_read(
    office: Office,
) -> None:
    draft_id = begun(office)
    comment_id = write(office, draft_id)
    people = [office.person(FIRST), office.person(SECOND)]

    def answer(number: int) -> None:
        office.engine.send(AnswerComment(comment_id, f"answer {number}"), actor=people[number % 2])

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(answer, range(12)))
    late = refused(office.engine.send, SettleComment(comment_id, 0), actor=people[0])
    office.engine.send(SettleComment(comment_id, 12), actor=people[0])
    twice = refused(office.engine.send, SettleComment(comment_id, 13), actor=people[1])

    (found,) = said(office, draft_id)
    assert {turn.body for turn in found.turns[:12]} == {f"answer {number}" for number in range(12)}
    assert (late, twice, found.is_settled, found.seen) == ("comment.said_meanwhile",) * 2 + (True, 13)


def test_comments__without_text_or_place_or_too_long__are_refused(office: Office) -> None:
    draft_id = begun(office)
    comment_id = write(office, draft_id)

    codes = [
        refused(write, office, draft_id, " \0 "),
        refused(write, office, draft_id, "x" * 2001),
        refused(write, office, draft_id, element="nobody"),
        refused(write, office, draft_id, path="forms/../other.form"),
        refused(office.engine.send, AnswerComment(comment_id, ""), actor=office.person(SECOND)),
    ]

    places = ["comment.place_unknown"] * 2
    assert codes == ["comment.empty", "comment.too_long", *places, "comment.empty"]


def test_comments__of_people_without_the_right__are_refused_and_unseen(office: Office) -> None:
    draft_id = begun(office)
    comment_id = write(office, draft_id)

    for stranger in (office.staff("mayor"), office.person(CITIZEN)):
        for command in (
            WriteComment(draft_id, DIAGRAM, STEP, "x"),
            AnswerComment(comment_id, "x"),
            SettleComment(comment_id, 0),
        ):
            with pytest.raises(NotAllowed):
                office.engine.send(command, actor=stranger)
        with office.engine.read(stranger) as tx:
            assert tx.all("select * from service_comments") == []
            with pytest.raises(NotFound):
                query.of_draft(tx, draft_id)
    with pytest.raises(NotFound):
        office.engine.send(AnswerComment(UUID(int=1), "x"), actor=office.person(FIRST))


def test_comments__are_rows_that_nobody_changes(office: Office) -> None:
    comment_id = write(office, begun(office))
    statements = {
        "update service_comments set body = 'x'": InsufficientPrivilege,
        "delete from service_comments": InsufficientPrivilege,
        "update service_comment_turns set body = 'x'": InsufficientPrivilege,
        f"insert into service_comment_turns values ('{comment_id}', 1, 'settled', null, 1, now())":
            InsufficientPrivilege,
    }  # fmt: skip

    for statement, kind in statements.items():
        with pytest.raises(kind), office.engine.read(office.person(FIRST)) as tx:
            tx.run(statement)
    with owner(office) as connection, pytest.raises(CheckViolation):
        connection.execute("update service_comments set body = ' '")


def test_publication__with_a_comment_that_must_be_settled__is_approved_after_it_and_keeps_what_was_said(
    office: Office,
) -> None:
    office.engine.send(NamePublisher(CITIZEN), actor=system())
    asked = asked_for(office)
    with office.engine.read(office.person(FIRST)) as tx:
        draft_id = tx.scalar("select draft_id from asked_publications where id = :id", id=asked)
    look(office, asked, by=CITIZEN)
    must = write(office, draft_id, "This is against the law", by=CITIZEN, must_settle=True, request_id=asked)
    write(office, draft_id, "A word is misspelt", by=CITIZEN, request_id=asked)

    blocked = refused(approve, office, asked, by=CITIZEN)
    office.engine.send(SettleComment(must, 0, body="It is Article 5"), actor=office.person(FIRST))
    approve(office, asked, by=CITIZEN)
    office.clock.set(office.clock.now() + timedelta(hours=1))
    office.engine.send(SettleComment(must, 1, is_settled=False), actor=office.person(SECOND))
    write(office, begun(office), "Later")

    assert blocked == "publish.comments_open"
    with office.engine.read(office.person(CITIZEN)) as tx:
        then = query.of_request(tx, asked)
    assert {(comment.body, comment.is_settled) for comment in then.comments} == {
        ("This is against the law", True),
        ("A word is misspelt", False),
    }
    other = UUID(int=7)
    with pytest.raises(NotFound):
        write(office, draft_id, request_id=other)
