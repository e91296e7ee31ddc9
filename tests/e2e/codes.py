"""Taking a one-time code from the mail that brought it, as its person does."""

from __future__ import annotations

import re

from tests.e2e.installation import Installation
from tests.e2e.waiting import until
from tests.notifications.mails import read


def code_for(installation: Installation, address: str, *, after: int) -> str:
    """Return the code of the newest mail to the address, of those that came later."""
    return until(lambda: _code(installation, address, after), f"no code came to {address}")


def _code(installation: Installation, address: str, after: int) -> str | None:
    for file in reversed(installation.mails[after:]):
        mail = read(file.read_bytes())
        body = mail.get_body(("plain",))
        found = body and re.search(r"\b[0-9]{4} [0-9]{4}\b", body.get_content())
        if found and address in str(mail["To"]):
            return found[0]
    return None
