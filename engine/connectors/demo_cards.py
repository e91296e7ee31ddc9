"""Asking the authority of a demonstration for a certificate of one of its invented people."""

from __future__ import annotations

import json

from engine.connectors.http import Endpoint, HttpConnector
from engine.errors import Rejected

NAME = "demo_cards"


class DemoCards(HttpConnector):
    """The connector to that authority; it exists in demo mode alone."""

    def __init__(self, base_url: str) -> None:
        super().__init__(Endpoint(NAME, base_url, max_bytes=16 * 1024))

    def issue(self, personal_number: str, public_key: str, purpose: str = "auth") -> bytes:
        """Return a certificate for the public key (SPKI in base64), in DER, to `auth` or to `sign` with."""
        said = {"personal_number": personal_number, "public_key": public_key, "purpose": purpose}
        body = json.dumps(said).encode()
        answer = self._http.post("certificates", body=body, accept=(200, 422))
        if answer.status == 422:
            raise Rejected("card.demo_refused")
        return answer.body
