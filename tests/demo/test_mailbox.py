"""The demonstration mailbox, run as a program and spoken to over SMTP."""

from __future__ import annotations

import smtplib
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

import pytest

from tests.demo.processes import running


def a_mail(*, to: str = "citizen1@demo.invalid", body: str = "გამარჯობა") -> EmailMessage:
    mail = EmailMessage(policy=policy.SMTP)
    mail["From"], mail["To"], mail["Subject"] = "keda@demo.invalid", to, "თქვენი განცხადება"
    mail.set_content(body)
    return mail


def send(address: str, mail: EmailMessage) -> None:
    host, _, port = address.removeprefix("smtp://").partition(":")
    with smtplib.SMTP(host, int(port), timeout=10) as client:
        client.send_message(mail)


def test_mailbox__two_mails__are_two_whole_files_in_order_of_arrival(tmp_path: Path) -> None:
    with running("demo.mailbox", "--dir", str(tmp_path)) as address:
        send(address, a_mail(body="პირველი"))
        send(address, a_mail(body="მეორე"))

    stored = [
        message_from_bytes(file.read_bytes(), policy=policy.default) for file in sorted(tmp_path.iterdir())
    ]
    assert [mail.get_content().strip() for mail in stored] == ["პირველი", "მეორე"]
    assert stored[0]["Subject"] == "თქვენი განცხადება"


@pytest.mark.parametrize(("local_part", "code"), [("refuse.me", 550), ("defer.me", 451)])
def test_mailbox__address_that_asks_for_failure__fails_and_stores_nothing(
    tmp_path: Path, local_part: str, code: int
) -> None:
    address_to = f"{local_part}@demo.invalid"

    with (
        running("demo.mailbox", "--dir", str(tmp_path)) as address,
        pytest.raises(smtplib.SMTPRecipientsRefused) as refused,
    ):
        send(address, a_mail(to=address_to))

    assert refused.value.recipients[address_to][0] == code
    assert list(tmp_path.iterdir()) == []
