"""Handing one short message to the gateway of a telephone company.

The contract is `contracts/sms_gateway.openapi.json`; each company's own interface is a translation of it. A
message that is handed in again carries the same id, so that the gateway can recognise it. Refuses to know
why it is sent.
"""

from __future__ import annotations

import json
import re
from typing import Any

from engine.connectors.http import Endpoint, HttpConnector
from engine.errors import Rejected

NAME = "sms"
LONGEST = 300
_NUMBER = re.compile(r"\+9955[0-9]{8}")


class SmsGateway(HttpConnector):
    """The connector to one gateway."""

    def __init__(self, base_url: str, token: str, **limits: Any) -> None:
        super().__init__(Endpoint(NAME, base_url, **limits))
        self._token = token

    def send(self, message_id: str, number: str, text: str) -> None:
        """Hand the message in, once. `Unavailable` means not now, `Rejected` never."""
        if not _NUMBER.fullmatch(number) or not 0 < len(text) <= LONGEST:
            raise Rejected("sms.malformed")
        body = json.dumps({"id": message_id, "to": number, "text": text}).encode()
        headers = {"Authorization": f"Bearer {self._token}"} if self._token else {}
        answer = self._http.post("sms", "v1", "messages", body=body, headers=headers, accept=(202, 422))
        if answer.status == 422:
            raise Rejected("sms.number_refused")
