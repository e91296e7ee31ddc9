"""Handing letters to real SMTP servers."""

from __future__ import annotations

import logging
import ssl
import subprocess
import traceback
from datetime import UTC, datetime
from email import message_from_bytes
from pathlib import Path

import pytest

from engine.errors import EngineError, Rejected, Unavailable
from engine.notifications.mail import Attachment, Mailer, MailServer
from tests.demo.processes import running
from tests.notifications.mails import RECIPIENT, SENDER, a_letter, a_mailer, an_envelope, decoded, read
from tests.notifications.smtp_server import SmtpServer, listening


def failure(mailer: Mailer) -> EngineError:
    with pytest.raises(EngineError) as failed:
        mailer.send(an_envelope(), a_letter())
    return failed.value


def test_send__to_the_demo_mailbox__arrives_with_text_html_and_attachment(tmp_path: Path) -> None:
    order = Attachment("ბრძანება № 5.pdf", "application/pdf", b"%PDF-1.7 \x00\xff")
    with running("demo.mailbox", "--dir", str(tmp_path)) as address:
        mailer = Mailer(MailServer.from_url(address), SENDER)

        mailer.send(an_envelope(), a_letter(), sender_name="ქედის მუნიციპალიტეტი", attachments=(order,))

    (file,) = tmp_path.iterdir()
    headers = message_from_bytes(file.read_bytes())
    assert decoded(headers["Subject"]) == "თქვენი განცხადება მიღებულია"
    assert decoded(headers["To"]) == f"დემო მოქალაქე 1 (ქედა) <{RECIPIENT}>"
    assert decoded(headers["From"]) == f"ქედის მუნიციპალიტეტი <{SENDER}>"
    message = read(file.read_bytes())
    assert message["Date"].datetime == datetime(2026, 3, 2, 8, 30, tzinfo=UTC)
    assert message["Auto-Submitted"] == "auto-generated"
    assert message.get_body(("plain",)).get_content() == "გამარჯობა, დემო!\n"
    assert message.get_body(("html",)).get_content().strip() == "<p>გამარჯობა, დემო!</p>"
    (attached,) = message.iter_attachments()
    assert (attached.get_filename(), attached.get_content()) == (order.name, order.content)


def test_send__same_letter_again__is_recognisable_by_its_message_id() -> None:
    desk = SmtpServer()
    with listening(desk) as port:
        first = a_mailer(port).send(an_envelope(), a_letter())
        second = a_mailer(port).send(an_envelope(), a_letter())
        other = a_mailer(port).send(an_envelope(letter_id="letter-8"), a_letter())

    assert first == second == "<letter-7@keda.demo.invalid>" != other
    assert [read(content)["Message-ID"] for content in desk.accepted] == [first, second, other]


@pytest.mark.parametrize(
    ("answers", "kind", "code"),
    [
        ({"rcpt": "550 5.1.1 No such mailbox"}, Rejected, "mail.recipient_refused"),
        ({"rcpt": "451 4.3.0 Greylisted"}, Unavailable, "mail.deferred"),
        ({"rcpt": "421 4.3.2 Shutting down"}, Unavailable, "mail.deferred"),
        ({"data": "554 5.6.0 Spam"}, Rejected, "mail.refused"),
        ({"data": "452 4.2.2 Full"}, Unavailable, "mail.deferred"),
        ({"mail": "550 5.7.1 Sender unknown"}, Unavailable, "mail.sender_refused"),
        ({"mail": "552 5.3.4 Too large"}, Rejected, "mail.refused"),
    ],
)
def test_send__server_refuses__is_final_or_passing_by_its_code(
    answers: dict[str, str], kind: type, code: str
) -> None:
    desk = SmtpServer(**answers)
    with listening(desk) as port:
        error = failure(a_mailer(port))

    assert type(error) is kind
    assert error.error_code == code
    assert error.params == {"smtp_code": int(next(iter(answers.values()))[:3])}
    assert desk.accepted == []


def test_send__accepted_but_farewell_fails__counts_as_sent() -> None:
    desk = SmtpServer(drops_on_quit=True)
    with listening(desk) as port:
        a_mailer(port).send(an_envelope(), a_letter())

    assert len(desk.accepted) == 1


def test_send__nobody_listening__is_unreachable() -> None:
    with listening(SmtpServer()) as port:
        pass

    assert failure(a_mailer(port)).error_code == "mail.unreachable"


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A certificate for 127.0.0.1 and its key."""
    folder = tmp_path_factory.mktemp("tls")
    cert, key = folder / "cert.pem", folder / "key.pem"
    command = "openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=mail.demo.invalid"
    subprocess.run(
        [*command.split(), "-addext", "subjectAltName=IP:127.0.0.1", "-keyout", str(key), "-out", str(cert)],
        check=True,
        capture_output=True,
    )
    return cert, key


def server_context(certificate: tuple[Path, Path]) -> ssl.SSLContext:
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(*certificate)
    return context


def test_send__with_starttls_to_a_trusted_server__is_encrypted(
    certificate: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate[0]))
    desk = SmtpServer()
    with listening(desk, tls=server_context(certificate)) as port:
        a_mailer(port, encryption="starttls").send(an_envelope(), a_letter())

    assert desk.encrypted == [True]


def test_send__right_and_wrong_password__is_sent_and_waits(
    certificate: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate[0]))
    desk = SmtpServer()
    with listening(desk, tls=server_context(certificate), login=("mms", "right")) as port:
        a_mailer(port, encryption="starttls", user="mms", password="right").send(an_envelope(), a_letter())
        error = failure(a_mailer(port, encryption="starttls", user="mms", password="wrong"))

    assert len(desk.accepted) == 1
    assert (type(error), error.error_code) == (Unavailable, "mail.login_refused")


def test_send__with_starttls_to_an_untrusted_server__sends_nothing(certificate: tuple[Path, Path]) -> None:
    desk = SmtpServer()
    with listening(desk, tls=server_context(certificate)) as port:
        error = failure(a_mailer(port, encryption="starttls"))

    assert (type(error), error.error_code) == (Unavailable, "mail.encryption_failed")
    assert desk.accepted == []


def test_send__server_offers_no_starttls__does_not_fall_back_to_plain() -> None:
    desk = SmtpServer()
    with listening(desk) as port:
        error = failure(a_mailer(port, encryption="starttls"))

    assert (type(error), error.error_code) == (Unavailable, "mail.server_unfit")
    assert desk.accepted == []


def test_send__refused__leaves_the_address_in_no_error_and_no_log(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    with listening(SmtpServer(rcpt=f"550 <{RECIPIENT}> unknown")) as port:
        error = failure(a_mailer(port))

    told = "".join(traceback.format_exception(error)) + repr(error.params)
    told += "".join(record.getMessage() for record in caplog.records if record.name.startswith("engine"))
    assert RECIPIENT not in told
    assert error.__context__ is None
    assert RECIPIENT not in repr(an_envelope())
