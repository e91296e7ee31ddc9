"""Two real web processes over one database: races between them, and one that dies at the worst moment."""

from __future__ import annotations

import random
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from datetime import UTC, datetime
from threading import Barrier
from typing import Any
from urllib.parse import urlsplit

import httpx
import lxml.html
import pytest

from engine.clock import ZONE
from engine.tenancy import system
from tests.engine.fixtures import OpenOffice
from tests.engine.kit import MORNING, Office
from tests.engine.services import flow, user_task
from tests.engine.web_nodes import WebPerson, a_web_node

pytestmark = pytest.mark.extended

CLERKS = ("00000002002", "00000002008")
ROUNDS = 12
BODY = (
    user_task("review")
    + '<bpmn:endEvent id="done"/>'
    + flow("application", "review")
    + flow("review", "done")
)


@pytest.fixture
def today(open_office: OpenOffice) -> Iterator[Office]:
    """An office at the present time, which is the time of the web processes."""
    with open_office(BODY) as office:
        office.clock.advance(datetime.now(UTC) - MORNING)
        yield office


def test_deciding__two_clerks_on_two_nodes_at_once__one_wins_and_the_other_reads_who_and_when(
    today: Office,
) -> None:
    chance = random.Random(2026)
    with ExitStack() as running:
        nodes = [running.enter_context(a_web_node(today)) for _ in range(2)]
        clerks = [WebPerson(clerk, today, nodes) for clerk in CLERKS]
        for clerk in clerks:
            running.callback(clerk.close)
        for _ in range(ROUNDS):
            case_id = today.file().case_id
            path = f"/inbox/tasks/{today.task(case_id).id}"
            forms = [opened(clerk, chance.choice(nodes), path) for clerk in clerks]
            wishes = [{"good": "true"} if chance.random() < 0.5 else {} for _ in clerks]
            where = [chance.choice(nodes) for _ in clerks]

            answers = together(
                chance,
                *(
                    (clerk, node, path, form | wish)
                    for clerk, node, form, wish in zip(clerks, where, forms, wishes, strict=True)
                ),
            )

            statuses = sorted(answer.status_code for answer in answers)
            assert statuses == [303, 409]
            winner = answers[0].status_code == 409  # the index of whoever was not refused
            loser = not winner
            assert_told(today, answers[loser], path, who=name_of(today, CLERKS[winner]), kept=wishes[loser])
            assert [event.kind for event in today.observe(case_id).events].count("task.completed") == 1


def test_answer__node_killed_between_commit_and_answer__the_other_gives_the_first_result(
    today: Office,
) -> None:
    with a_web_node(today, dies_after="CompleteTask") as dying, a_web_node(today) as living:
        clerk = WebPerson(CLERKS[0], today, [dying, living])
        case_id = today.file().case_id
        path = f"/inbox/tasks/{today.task(case_id).id}"
        form = opened(clerk, living, path)

        with pytest.raises(httpx.TransportError):
            clerk.post(dying, path, form)
        kinds = [event.kind for event in today.observe(case_id).events]
        again = clerk.post(living, path, form)
        clerk.close()

    assert "task.completed" in kinds
    assert (again.status_code, urlsplit(again.headers["location"]).path) == (303, "/inbox")
    assert [event.kind for event in today.observe(case_id).events] == kinds


def opened(clerk: WebPerson, node: str, path: str) -> dict[str, str]:
    """Return the form of a step as the clerk has it on the screen, who then puts the step back for all."""
    clerk.post(node, f"{path}/claim", clerk.form(node, path, "/claim"))
    form = clerk.form(node, path, path)
    clerk.post(node, f"{path}/release", clerk.form(node, path, "/release"))
    return form


def together(
    chance: random.Random, *requests: tuple[WebPerson, str, str, dict[str, str]]
) -> list[httpx.Response]:
    """Send all at the same moment, give or take some milliseconds."""
    barrier = Barrier(len(requests))
    delays = [chance.uniform(0, 0.02) for _ in requests]

    def send(number: int) -> httpx.Response:
        clerk, node, path, fields = requests[number]
        barrier.wait()
        time.sleep(delays[number])
        return clerk.post(node, path, fields)

    with ThreadPoolExecutor(len(requests)) as pool:
        return list(pool.map(send, range(len(requests))))


def assert_told(office: Office, answer: httpx.Response, path: str, *, who: str, kept: dict[str, str]) -> None:
    """The page names who was faster and when, and holds what the loser had filled in."""
    with office.engine.read(system(office.place())) as tx:
        at = tx.scalar("select closed_at from tasks where id::text = :id", id=path.rsplit("/", 1)[1])
    page = lxml.html.fromstring(answer.content)
    told = [text.text_content() for text in page.xpath("//main//p")]
    assert any(who in text and at.astimezone(ZONE).strftime("%H:%M") in text for text in told), told
    assert bool(page.xpath("//fieldset[@disabled]//input[@name='good'][@checked]")) == bool(kept)


def name_of(office: Office, personal_number: str) -> str:
    with office.engine.read(system(office.place())) as tx:
        row: Any = tx.one("select * from people where personal_number = :one", one=personal_number)
        return f"{row.given_name['ka']} {row.family_name['ka']}"
