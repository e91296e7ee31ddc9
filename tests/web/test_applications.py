"""Fixtures that work by commands: they leave in the database what the pages leave, row by row."""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import count
from pathlib import Path
from typing import Any

import psycopg
import pytest
from psycopg import sql
from psycopg.rows import dict_row

from engine.clock import SettableClock
from tests.databases import BEGINNING
from tests.web.apps import app_over
from tests.web.browser import Browser
from tests.web.desk import INCOMPLETE, Desk
from tests.web.fixtures import EngineOver

RANDOM = re.compile(r"\b(?:[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}|[0-9a-f]{32})\b")
# The worker's own events stand at the real time. Rate limits count requests and last-seen markers belong to
# lists: commands have neither.
NOT_COMPARED = {"procrastinate_events", "address_counts", "list_looks"}
TABLES = """
select table_name from information_schema.tables
where table_schema = 'public' and table_type = 'BASE TABLE' order by 1
"""


def a_session(desk: Desk) -> None:
    desk.signed_in()


def a_session_by_page(desk: Desk) -> None:
    desk.signed_in_by_page()


def a_draft(desk: Desk) -> None:
    assert desk.fill_in(desk.signed_in()).path.endswith("/check")


def a_draft_by_pages(desk: Desk) -> None:
    assert desk.fill_in_pages(desk.signed_in_by_page()).path.endswith("/check")


def an_application(desk: Desk) -> None:
    assert desk.filed(runs_jobs=False).receipt.status == 200


def an_application_by_pages(desk: Desk) -> None:
    browser = desk.signed_in_by_page()
    receipt = browser.submit(desk.fill_in_pages(browser))
    assert receipt.path.endswith("/receipt"), receipt.text[:2000]


def a_notice(desk: Desk) -> None:
    desk.ask_for_missing(desk.filed())


def a_notice_by_pages(desk: Desk) -> None:
    desk.filed()
    browser = desk.staff("specialist")
    listed = browser.get("/inbox?tab=unassigned")
    done = browser.submit(browser.submit(listed, form=listed.form("/claim")), INCOMPLETE)
    assert done.path == "/inbox?tab=unassigned", done.text[:2000]
    desk.run_jobs()


@pytest.mark.parametrize(
    ("by_commands", "by_pages"),
    [
        (a_session, a_session_by_page),
        (a_draft, a_draft_by_pages),
        (an_application, an_application_by_pages),
        (a_notice, a_notice_by_pages),
    ],
)
def test_fixture__by_commands__leaves_the_rows_that_the_pages_leave(
    by_commands: Callable[[Desk], object],
    by_pages: Callable[[Desk], object],
    engine_over: EngineOver,
    tmp_path: Path,
) -> None:
    expected, found = (
        rows_left_by(way, engine_over, tmp_path / way.__name__) for way in (by_pages, by_commands)
    )

    different = {
        name: (expected.get(name), found.get(name))
        for name in expected.keys() | found.keys()
        if expected.get(name) != found.get(name)
    }
    assert different == {}
    assert "sessions" in found


def rows_left_by(
    given: Callable[[Desk], object], engine_over: EngineOver, home: Path
) -> dict[str, list[str]]:
    """Return the rows that are new in a database of its own, by table, with numbers for random names."""
    clock = SettableClock(BEGINNING)
    with engine_over(home, clock) as engine:
        app = app_over(engine)
        before = rows_of(engine.settings.owner_url)
        given(Desk(engine, clock, browser=lambda: Browser(app.test_client())))
        after = rows_of(engine.settings.owner_url)
    return {
        name: new
        for name, rows in after.items()
        if (new := sorted(without_random(row) for row in rows if row not in before[name]))
    }


def rows_of(address: str) -> dict[str, list[dict[str, Any]]]:
    with psycopg.connect(address, row_factory=dict_row) as connection:
        names = [row["table_name"] for row in connection.execute(TABLES).fetchall()]
        return {
            name: connection.execute(sql.SQL("select * from {}").format(sql.Identifier(name))).fetchall()
            for name in names
            if name not in NOT_COMPARED
        }


def without_random(row: dict[str, Any]) -> str:
    """Return a row as text in which a random name is a number, the same name the same number."""
    numbers = count(1)
    names: dict[str, str] = {}
    text = repr({column: readable(value) for column, value in row.items()})
    return RANDOM.sub(lambda found: names.setdefault(found[0], f"<{next(numbers)}>"), text)


def readable(value: Any) -> Any:
    """Return a value in which bytes are their text, and hashes and salts nothing but a mark."""
    if isinstance(value, list):
        return [readable(each) for each in value]
    if not isinstance(value, bytes):
        return value
    try:
        text = value.decode()
    except UnicodeDecodeError:
        return "<bytes>"
    return text if text.isprintable() else "<bytes>"
