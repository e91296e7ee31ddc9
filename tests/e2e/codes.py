"""Taking a one-time code from the mail that brought it, as its person does."""

from __future__ import annotations

import re
import time

from tests.e2e.installation import Installation
from tests.e2e.person import WORKER_SECONDS
from tests.notifications.mails import read


def code_for(installation: Installation, address: str, *, after: int) -> str:
    """Return the code of the newest mail to the address, of those that came later."""
    for _ in range(WORKER_SECONDS * 5):
        for file in reversed(installation.mails[after:]):
            mail = read(file.read_bytes())
            body = mail.get_body(("plain",))
            found = body and re.search(r"\b[0-9]{4} [0-9]{4}\b", body.get_content())
            if found and address in str(mail["To"]):
                return found[0]
        time.sleep(0.2)
    raise AssertionError(f"no code came to {address}")
