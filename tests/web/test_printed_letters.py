"""Letters for the post: what is printed of ticked steps, to which address, and what is not."""

from __future__ import annotations

import io
from uuid import UUID, uuid4

import pikepdf
import psycopg
import pypdfium2

from engine.documents.binding import bind
from engine.tenancy import system
from tests.web.desk import ANOTHER_CITIZEN, Desk

CLERK = "00000002002"
AWAIT = """
insert into messages_awaited (case_id, municipality_id, token, name, kind, correlation_key, awaited_at)
select case_id, municipality_id, 'awaited', 'letter.opened', 'message', id::text, sent_at from letters
where case_id = %(case_id)s order by sent_at desc limit 1
"""


def tasks(desk: Desk, *cases: UUID) -> str:
    """Return the part of an address that names the open steps of cases."""
    with psycopg.connect(desk.engine.settings.owner_url) as connection:
        rows = connection.execute(
            "select id from tasks where case_id = any (%s) and state = 0", (list(cases),)
        ).fetchall()
    assert rows
    return "&".join(f"task={row[0]}" for row in rows)


def await_opening(desk: Desk, case_id: UUID) -> None:
    """Let the case wait until its last letter is opened."""
    with psycopg.connect(desk.engine.settings.owner_url) as connection:
        connection.execute(AWAIT, {"case_id": case_id})


def words(content: bytes) -> list[str]:
    """Return what stands on each page."""
    document = pypdfium2.PdfDocument(content)
    return [page.get_textpage().get_text_bounded() for page in document]


def test_letters__that_wait_for_delivery__are_bound_each_behind_its_address(desk: Desk) -> None:
    cases = [desk.filed(), desk.filed(ANOTHER_CITIZEN, actual_address="მთის ქუჩა 7")]
    for filed in cases:
        desk.ask_for_missing(filed)
        await_opening(desk, filed.case_id)
    clerk = desk.signed_in(CLERK)
    asked = tasks(desk, *(filed.case_id for filed in cases))

    page = clerk.get(f"/inbox/letters?{asked}")

    rows = page.html.select("table.rows tbody tr")
    assert len(rows) == 2
    assert "მთის ქუჩა 7" in rows[1].get_text() and "no address" not in page.text
    answer = clerk.client.get(f"/inbox/letters.pdf?{asked}")
    assert answer.mimetype == "application/pdf"
    sheets = words(answer.data)
    fronts = sheets[::2]
    assert len(sheets) % 2 == 0 and "დემო ქუჩა 1" in fronts[0]
    (second,) = [number for number, text in enumerate(fronts) if "მთის ქუჩა 7" in text]
    assert second > 1  # behind the first letter, on a sheet of its own
    with desk.engine.read(system()) as tx:
        noted = tx.all("select stream from stream_events where kind = 'letter.printed'")
    assert {row.stream for row in noted} == {f"reads/{filed.case_id}" for filed in cases}


def test_letters__of_a_case_that_waits_for_none__say_so(desk: Desk) -> None:
    filed = desk.filed()
    clerk = desk.signed_in(CLERK)
    asked = tasks(desk, filed.case_id)

    page = clerk.get(f"/inbox/letters?{asked}")
    refused = clerk.get(f"/inbox/letters.pdf?{asked}")

    assert "has no letter that waits for delivery" in page.text
    assert refused.status == 422 and "There is no letter to print" in refused.text


def test_letters__of_another_municipality__are_not_there(desk: Desk) -> None:
    filed = desk.filed()
    desk.ask_for_missing(filed)
    await_opening(desk, filed.case_id)
    stranger = desk.staff("specialist", "telavi")

    page = stranger.get(f"/inbox/letters?{tasks(desk, filed.case_id)}")

    assert page.status == 200 and "Nothing that is ticked can be printed" in page.text
    assert "DEMO" not in page.html.select_one("main").get_text()  # type: ignore[union-attr]


def test_letters__of_too_many_or_malformed_steps__are_refused(desk: Desk) -> None:
    clerk = desk.signed_in(CLERK)

    many = clerk.get("/inbox/letters?" + "&".join(f"task={uuid4()}" for _ in range(51)))

    assert many.status == 422 and "at most 50" in many.text
    assert clerk.get("/inbox/letters?task=x").status == 400


def test_ticked__with_the_button__lead_to_the_page_of_letters(desk: Desk) -> None:
    filed = desk.filed()
    clerk = desk.signed_in(CLERK)
    page = clerk.get("/inbox?tab=unit")
    form = page.html.select_one("form#chosen")
    assert form is not None
    task = tasks(desk, filed.case_id).partition("=")[2]

    led = clerk.submit(page, {"task": task}, form=form, button=("_do", "print"))

    assert led.path.startswith("/inbox/letters?") and task in led.path


def test_binding__of_odd_and_even_documents__begins_each_on_a_front() -> None:
    one = pikepdf.new()
    one.add_blank_page(page_size=(595, 842))
    two = pikepdf.new()
    for _ in range(2):
        two.add_blank_page(page_size=(595, 842))
    files = []
    for document in (one, two, one):
        made = io.BytesIO()
        document.save(made)
        files.append(made.getvalue())

    bound = pikepdf.open(io.BytesIO(bind(files)))

    assert len(bound.pages) == 6
    assert {tuple(float(side) for side in page.mediabox) for page in bound.pages} == {(0, 0, 595, 842)}
