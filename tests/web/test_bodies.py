"""Limits of request bodies: fields, parts and bytes, in every way in which a body is read."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from itertools import count
from typing import Any
from uuid import UUID, uuid4

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from engine.bootstrap import Engine
from engine.clock import SettableClock
from engine.scenarios.signers import Signers
from tests.web.browser import Browser
from tests.web.desk import CITIZEN, Desk
from tests.web.programs import of_citizen
from tests.web.test_official_program import MAYOR, Program, begun, switched_on
from tests.web.test_signing import case_id, signing_client
from web.bodies import MAX_PARTS, MAX_TEXT, MAX_VALUES, READING
from web.paying import LARGEST_CALL

__all__ = ["case_id", "signing_client"]

JSON, FORM = "application/json", "application/x-www-form-urlencoded"
EMPTY_PART = b'--x\r\nContent-Disposition: form-data; name="a"; filename="a"\r\n\r\n\r\n'


class Counted(BytesIO):
    """A body that counts the bytes that are taken of it."""

    taken = 0

    def read(self, size: int | None = -1, /) -> bytes:
        content = super().read(size)
        self.taken += len(content)
        return content

    def readinto(self, buffer: Any, /) -> int:
        count = super().readinto(buffer)
        self.taken += count
        return count


def of(body: Counted, kind: str, in_chunks: bool = False) -> dict[str, Any]:
    """Return what a server hands over with the body; in chunks its length is not announced."""
    length = {"wsgi.input_terminated": True} if in_chunks else {"CONTENT_LENGTH": str(len(body.getvalue()))}
    return {"wsgi.input": body, "CONTENT_TYPE": kind, **length}


def sent(browser: Browser, path: str, body: Counted, kind: str, *, in_chunks: bool = False) -> TestResponse:
    return browser.client.post(path, environ_overrides=of(body, kind, in_chunks))


@pytest.mark.parametrize("in_chunks", [False, True])
def test_form__more_fields_than_allowed__is_refused_in_words(
    browser: Callable[[], Browser], in_chunks: bool
) -> None:
    answer = sent(browser(), "/sign-in/code", Counted(b"a&" * MAX_PARTS + b"a"), FORM, in_chunks=in_chunks)

    assert answer.status_code == 413
    assert "4 მბ" in answer.text


@pytest.mark.parametrize("in_chunks", [False, True])
def test_form__longer_than_allowed__is_not_read_to_its_end(
    browser: Callable[[], Browser], in_chunks: bool
) -> None:
    body = Counted(b"a=" + b"b" * 3 * MAX_TEXT)

    answer = sent(browser(), "/sign-in/code", body, FORM, in_chunks=in_chunks)

    assert answer.status_code == 413
    assert body.taken <= MAX_TEXT + 1


def test_form__whose_chunks_take_too_long_to_read__is_not_read_to_its_end(
    browser: Callable[[], Browser], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("web.bodies.thread_time", count(step=READING / 3).__next__)
    body = Counted(b"a=" + b"b" * (MAX_TEXT - 2))

    answer = sent(browser(), "/sign-in/code", body, FORM, in_chunks=True)

    assert answer.status_code == 413
    assert body.taken < MAX_TEXT / 4


def test_form__as_many_fields_as_allowed__is_read(browser: Callable[[], Browser]) -> None:
    answer = sent(browser(), "/sign-in/code", Counted(b"a&" * (MAX_PARTS - 1) + b"a"), FORM)

    assert answer.status_code == 400  # the token against forged forms is missing: all was read


def test_form__escapes_and_bytes_that_are_no_utf8__are_replaced(app: Flask) -> None:
    request = app.request_class(
        {"REQUEST_METHOD": "POST", **of(Counted(b"a=%ff%e1%83%90%f&b=\xff&%ff=1&b="), FORM)}
    )

    assert request.form.to_dict(flat=False) == {"a": ["\ufffdა%f"], "b": ["\ufffd", ""], "\ufffd": ["1"]}


def test_official_program__unknown_preparation__is_refused_before_its_body_is_read(
    desk: Desk, browser: Callable[[], Browser]
) -> None:
    body = Counted(EMPTY_PART * 1000)

    answer = sent(browser(), f"/signings/official/{uuid4()}", body, "multipart/form-data; boundary=x")

    assert answer.status_code == 404
    assert body.taken == 0


def test_official_program__more_parts_than_allowed__is_refused(
    desk: Desk, case_id: UUID, signing_client: Any, cards: Signers, clock: SettableClock
) -> None:
    switched_on.__wrapped__(desk)  # type: ignore[attr-defined]
    program = Program(desk._browser().client, cards.card(MAYOR))
    told, _ = program.fetch(begun(signing_client))
    path = "/" + told["submitUrl"].split("/", 3)[3]
    body = Counted(EMPTY_PART * 100_000 + b"--x--\r\n")

    answer = sent(Browser(program.client), path, body, "multipart/form-data; boundary=x")

    assert answer.status_code == 413
    assert body.taken < len(body.getvalue()) / 4


@pytest.mark.parametrize("in_chunks", [False, True])
def test_api__json_longer_than_allowed__is_not_read_to_its_end(
    app: Flask, engine: Engine, in_chunks: bool
) -> None:
    body = Counted(b"[" + b"1," * MAX_TEXT + b"1]")
    program = of_citizen(app, engine, CITIZEN)

    answer = program.post(f"/announcements/{uuid4()}/responses", environ_overrides=of(body, JSON, in_chunks))

    assert answer.status_code == 413
    assert body.taken <= MAX_TEXT + 1


@pytest.mark.parametrize("in_chunks", [False, True])
def test_call_of_the_treasury__longer_than_allowed__is_not_read(
    browser: Callable[[], Browser], in_chunks: bool
) -> None:
    body = Counted(b" " * 1_000_000)

    answer = sent(browser(), "/payments/notify", body, JSON, in_chunks=in_chunks)

    assert answer.status_code == 204
    assert body.taken <= LARGEST_CALL + 1


@pytest.mark.parametrize(
    "body",
    [b"{%s}" % b",".join(b'"%d":1' % n for n in range(MAX_PARTS + 1)), b"[%s0]" % (b"0," * MAX_VALUES)],
)
def test_api__json_with_more_in_it_than_is_looked_at__is_refused(
    app: Flask, engine: Engine, body: bytes
) -> None:
    program = of_citizen(app, engine, CITIZEN)

    answer = program.post(f"/announcements/{uuid4()}/responses", environ_overrides=of(Counted(body), JSON))

    assert answer.status_code == 413


@pytest.mark.parametrize("seen", ["9" * 10_000, "1e999", "-", "3--4", "٣"])
def test_studio__revisions_that_are_no_numbers__are_no_fault(desk: Desk, seen: str) -> None:
    analyst = desk.signed_in("00000009001")
    page = analyst.get("/studio")
    draft = analyst.submit(
        page, {"service": "high_mountain.grant"}, form=page.form('id="service"'), button=("_do", "change")
    ).path

    letter = analyst.get(f"{draft}/letters/receipt")
    answer = analyst.submit(letter, {"seen": seen}, form=letter.form("text_ka"))

    assert answer.status == 422
