"""The treasury's connector, where what is configured is not whole."""

from __future__ import annotations

from uuid import UUID

from engine.connectors.treasury import UNKNOWN, PaymentContext, Receipt, Treasury
from tests.connectors.awkward_server import answering, response

ORDER = UUID("5f0f7f52-96b3-4d39-8f5e-2f3b0a3e9a11")


def test_order__asked_for_without_a_token__still_reaches_the_treasury() -> None:
    heard: list[bytes] = []
    with answering(response("404 Not Found", b'{"code": "order_unknown"}'), heard=heard) as address:
        treasury = Treasury(address, "")
        receipt = treasury.ask(ORDER, stated=PaymentContext("K-1", "law", "permit"))
        treasury.close()

    assert receipt == Receipt(UNKNOWN)
    assert [b"authorization" in request.lower() for request in heard] == [False]
    assert [
        all(header in request for header in (b"X-Legal-Ground: law", b"X-Case: K-1")) for request in heard
    ] == [True]
