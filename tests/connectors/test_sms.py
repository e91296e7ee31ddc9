"""The gateway for short messages, against the simulated telephone company and against nonsense."""

from __future__ import annotations

import json
from pathlib import Path

import httpx
import jsonschema
import pytest

import engine.connectors
from engine.connectors.sms import SmsGateway
from engine.errors import Rejected, Unavailable
from tests.connectors.awkward_server import answering, response
from tests.demo.processes import running

NUMBER = "+995555000101"
CONTRACT = json.loads(
    (Path(engine.connectors.__file__).parent / "contracts" / "sms_gateway.openapi.json").read_text()
)


def test_message__handed_in_twice__is_one(tmp_path: Path) -> None:
    with running("demo.sms", "--dir", str(tmp_path)) as address:
        gateway = SmsGateway(address, "secret")
        for _ in range(2):
            gateway.send("one", NUMBER, "კოდი 12345678")
        gateway.close()

    assert [file.read_text() for file in tmp_path.iterdir()] == [f"{NUMBER}\nკოდი 12345678\n"]


def test_message__to_numbers_that_fail__says_for_now_or_for_good(tmp_path: Path) -> None:
    with running("demo.sms", "--dir", str(tmp_path)) as address:
        gateway = SmsGateway(address, "")
        with pytest.raises(Rejected, match=r"sms\.number_refused"):
            gateway.send("one", "+995555000199", "x")
        with pytest.raises(Unavailable, match=r"registry\.out_of_service"):
            gateway.send("two", "+995555000198", "x")
        gateway.close()


def test_message__as_it_is_sent__fits_the_contract() -> None:
    heard: list[bytes] = []
    with answering(response("202 Accepted", b'{"status": "accepted"}'), heard=heard) as address:
        gateway = SmsGateway(address, "secret")
        gateway.send("one", NUMBER, "კოდი 12345678")
        gateway.close()

    head, _, body = heard[0].partition(b"\r\n\r\n")
    (path,) = CONTRACT["paths"]
    assert head.startswith(f"POST {path} ".encode()) and b"Bearer secret" in head
    jsonschema.validate(json.loads(body), CONTRACT["components"]["schemas"]["Message"])


@pytest.mark.parametrize("number", ["+995555000101\nX", "555000101", "+15550001010", "٥٥٥"])
def test_message__to_what_is_no_number__never_leaves(number: str) -> None:
    gateway = SmsGateway("http://127.0.0.1:9", "")

    with pytest.raises(Rejected, match=r"sms\.malformed"):
        gateway.send("one", number, "x")


def test_gateway__that_answers_something_else__counts_as_unavailable() -> None:
    with answering(response("200 OK", b"{}")) as address:
        gateway = SmsGateway(address, "")
        with pytest.raises(Unavailable):
            gateway.send("one", NUMBER, "x")
        gateway.close()


def test_simulator__odd_requests__are_refused(tmp_path: Path) -> None:
    with running("demo.sms", "--dir", str(tmp_path)) as address:
        sent = [
            httpx.post(f"{address}/sms/v1/messages", content=body, trust_env=False).status_code
            for body in (b"", b"[]", b"{}", b'{"id": "../x", "to": "+995555000101", "text": "x"}')
        ]
        sent.append(httpx.get(f"{address}/sms/v1/messages", trust_env=False).status_code)
        sent.append(httpx.get(f"{address}/elsewhere", trust_env=False).status_code)

    assert sent == [400, 400, 400, 400, 405, 404] and list(tmp_path.iterdir()) == []
