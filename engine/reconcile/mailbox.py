"""The demonstration's mailbox: each letter arrived.

A mail server may take a mail and die before it says so; the mail then goes out once more under
the same Message-ID, by which every mailbox knows the second copy. So a copy is a note, and only
a letter that is missing, or a mail that is no letter, is a difference.
"""

from __future__ import annotations

from collections import Counter
from email import policy
from email.parser import BytesParser
from pathlib import Path

from engine.db.pool import Transaction
from engine.queries import reconciling
from engine.reconcile.report import Checked

OF_NO_CASE = ("code-", "contact-")  # one-time codes, and what tells of a new contact


def check(tx: Transaction, directory: Path) -> Checked:
    """Compare the letters with the mails in the folder."""
    if not directory.is_dir():
        return Checked("mailbox", "no mailbox on this machine")
    letters = {str(row.id): row.mailed_at is not None for row in reconciling.letters(tx)}
    # Read after the letters: what was mailed when the snapshot was taken has arrived by now.
    arrived = Counter(_letter_id(path) for path in directory.glob("*.eml"))
    missing = [
        f"letter {letter} was mailed and did not arrive"
        for letter, mailed in letters.items()
        if mailed and letter not in arrived
    ]
    copies = [
        f"letter {letter} arrived {times} times under one Message-ID"
        for letter, times in arrived.items()
        if times > 1
    ]
    unknown = [
        f"a mail names {letter}, which is no letter"
        for letter in arrived
        if letter not in letters and not letter.startswith(OF_NO_CASE)
    ]
    return Checked(
        "mailbox",
        f"{len(arrived)} letters in {arrived.total()} mails",
        tuple(sorted(missing + unknown)),
        tuple(sorted(copies)),
    )


def _letter_id(path: Path) -> str:
    with path.open("rb") as file:
        message = BytesParser(policy=policy.default).parse(file, headersonly=True)
    return str(message["Message-ID"] or "").strip().strip("<>").partition("@")[0]
