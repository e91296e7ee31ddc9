"""Letters over SMTP to real servers."""

from __future__ import annotations

import logging
import ssl
import subprocess
import traceback
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.header import decode_header, make_header
from email.message import EmailMessage
from email.utils import parseaddr
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.errors import Broken, EngineError, Rejected, Unavailable
from engine.notifications.letters import Letter
from engine.notifications.mail import Attachment, Envelope, Mailer, MailServer, checked_address
from tests.demo.processes import running
from tests.notifications.smtp_server import Desk, listening

SENDER = "no-reply@keda.demo.invalid"
RECIPIENT = "citizen1@demo.invalid"


def a_letter(**changed: str) -> Letter:
    parts = {
        "subject": "თქვენი განცხადება მიღებულია",
        "text": "გამარჯობა, დემო!\n",
        "html": "<p>გამარჯობა, დემო!</p>",
        "language": "ka",
    }
    return Letter(**(parts | changed))


def an_envelope(**changed: Any) -> Envelope:
    parts: dict[str, Any] = {
        "letter_id": "letter-7",
        "recipient": RECIPIENT,
        "recipient_name": "დემო მოქალაქე 1 (ქედა)",
        "sent_at": datetime(2026, 3, 2, 8, 30, tzinfo=UTC),
    }
    return Envelope(**(parts | changed))


def a_mailer(port: int, **changed: Any) -> Mailer:
    return Mailer(MailServer("127.0.0.1", port, **({"encryption": "none"} | changed)), SENDER)


def failure(mailer: Mailer) -> EngineError:
    with pytest.raises(EngineError) as failed:
        mailer.send(an_envelope(), a_letter())
    return failed.value


def read(content: bytes) -> EmailMessage:
    message = message_from_bytes(content, policy=policy.default)
    assert isinstance(message, EmailMessage)
    return message


def decoded(header: str) -> str:
    """Read a header with the older functions: the newer parser of Python 3.11 breaks words apart."""
    return str(make_header(decode_header(header)))


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
    desk = Desk()
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
    desk = Desk(**answers)
    with listening(desk) as port:
        error = failure(a_mailer(port))

    assert type(error) is kind
    assert error.error_code == code
    assert error.params == {"smtp_code": int(next(iter(answers.values()))[:3])}
    assert desk.accepted == []


def test_send__accepted_but_farewell_fails__counts_as_sent() -> None:
    desk = Desk(quit="421 Lost my head")
    with listening(desk) as port:
        a_mailer(port).send(an_envelope(), a_letter())

    assert len(desk.accepted) == 1


def test_send__nobody_listening__is_unreachable() -> None:
    with listening(Desk()) as port:
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
    desk = Desk()
    with listening(desk, tls=server_context(certificate)) as port:
        a_mailer(port, encryption="starttls").send(an_envelope(), a_letter())

    assert desk.encrypted == [True]


def test_send__right_and_wrong_password__is_sent_and_waits(
    certificate: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate[0]))
    desk = Desk()
    with listening(desk, tls=server_context(certificate), login=("mms", "right")) as port:
        a_mailer(port, encryption="starttls", user="mms", password="right").send(an_envelope(), a_letter())
        error = failure(a_mailer(port, encryption="starttls", user="mms", password="wrong"))

    assert len(desk.accepted) == 1
    assert (type(error), error.error_code) == (Unavailable, "mail.login_refused")


def test_send__with_starttls_to_an_untrusted_server__sends_nothing(certificate: tuple[Path, Path]) -> None:
    desk = Desk()
    with listening(desk, tls=server_context(certificate)) as port:
        error = failure(a_mailer(port, encryption="starttls"))

    assert (type(error), error.error_code) == (Unavailable, "mail.encryption_failed")
    assert desk.accepted == []


def test_send__server_offers_no_starttls__does_not_fall_back_to_plain() -> None:
    desk = Desk()
    with listening(desk) as port:
        error = failure(a_mailer(port, encryption="starttls"))

    assert (type(error), error.error_code) == (Unavailable, "mail.server_unfit")
    assert desk.accepted == []


def test_send__refused__leaves_the_address_in_no_error_and_no_log(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    with listening(Desk(rcpt=f"550 <{RECIPIENT}> unknown")) as port:
        error = failure(a_mailer(port))

    told = "".join(traceback.format_exception(error)) + repr(error.params)
    told += "".join(record.getMessage() for record in caplog.records if record.name.startswith("engine"))
    assert RECIPIENT not in told
    assert error.__context__ is None
    assert RECIPIENT not in repr(an_envelope())


@given(
    subject=st.text(max_size=200),
    name=st.text(max_size=100),
    sender_name=st.text(max_size=100),
    file_name=st.text(min_size=1, max_size=100),
)
def test_message__any_words_in_headers__add_no_header(
    subject: str, name: str, sender_name: str, file_name: str
) -> None:
    mailer = a_mailer(1)
    file = Attachment(file_name, "application/pdf", b"x")

    message = mailer.message(
        an_envelope(recipient_name=name),
        a_letter(subject=subject),
        sender_name=sender_name,
        attachments=(file,),
    )
    arrived = read(message.as_bytes())

    assert sorted(arrived.keys()) == sorted(message.keys())
    assert [address.addr_spec for address in arrived["To"].addresses] == [RECIPIENT]
    assert [address.addr_spec for address in arrived["From"].addresses] == [SENDER]


@given(words=st.text(alphabet='აბგ დე(),.№„“AZ19<>@;:"\\', min_size=1, max_size=120))
def test_message__words_in_headers__arrive_as_they_were_written(words: str) -> None:
    message = a_mailer(1).message(an_envelope(recipient_name=words), a_letter(subject=words))

    arrived = message_from_bytes(message.as_bytes())

    written = " ".join(words.split())
    assert decoded(arrived["Subject"]) == written
    assert decoded(parseaddr(arrived["To"])[0]) == written


def test_message__line_breaks_in_words__become_spaces() -> None:
    message = a_mailer(1).message(
        an_envelope(recipient_name="ა\r\nBcc: x@evil.invalid"), a_letter(subject="ა\nBcc: y@evil.invalid")
    )

    assert "Bcc" not in message
    assert str(read(message.as_bytes())["Subject"]) == "ა Bcc: y@evil.invalid"


@pytest.mark.parametrize(
    "address",
    [
        "",
        "nobody",
        "@demo.invalid",
        "a@",
        "a@demo.invalid\n",
        "a@demo.invalid\r\nBcc: b@demo.invalid",
        "a b@demo.invalid",
        "a@demo.invalid,b@demo.invalid",
        "a@-demo.invalid",
        "a@demo..invalid",
        ".a@demo.invalid",
        '"a b"@demo.invalid',
        "ნინო@demo.invalid",
        "a" * 65 + "@demo.invalid",
        "a@" + "b" * 64 + ".invalid",
        "a@b@demo.invalid",
    ],
)
def test_address__undeliverable_or_deceiving__is_refused(address: str) -> None:
    with pytest.raises(Rejected) as failed:
        checked_address(address)

    assert failed.value.error_code == "mail.address_malformed"
    assert failed.value.params == {}


def test_address__domain_in_georgian_letters__is_encoded() -> None:
    address = checked_address("a.b+c@მაგალითი.გე")

    assert address.startswith("a.b+c@xn--") and address.isascii()
    assert address.partition("@")[2].encode().decode("idna") == "მაგალითი.გე"


@pytest.mark.parametrize("letter_id", ["", "a b", "a>\r\nX: y", "ა", "-a", "a" * 101])
def test_message__letter_id_unfit_for_a_header__is_broken(letter_id: str) -> None:
    with pytest.raises(Broken):
        a_mailer(1).message(an_envelope(letter_id=letter_id), a_letter())


@pytest.mark.parametrize(
    ("url", "host", "port", "encryption"),
    [
        ("smtp://127.0.0.1:8025", "127.0.0.1", 8025, "none"),
        ("smtp://localhost", "localhost", 25, "none"),
        ("smtp://[::1]:26", "::1", 26, "none"),
        ("smtp://mail.demo.invalid", "mail.demo.invalid", 587, "starttls"),
        ("smtps://mail.demo.invalid", "mail.demo.invalid", 465, "tls"),
    ],
)
def test_server__from_its_address__is_encrypted_unless_it_is_this_machine(
    url: str, host: str, port: int, encryption: str
) -> None:
    server = MailServer.from_url(url)

    assert (server.host, server.port, server.encryption) == (host, port, encryption)


def test_server__with_a_password__does_not_show_it() -> None:
    server = MailServer.from_url("smtps://mms:p%40ss@mail.demo.invalid")

    assert (server.user, server.password) == ("mms", "p@ss")
    assert "p@ss" not in repr(server)


@pytest.mark.parametrize(
    "url", ["", "mail", "http://a", "smtp://", "smtp://a:x", "smtp://a/b", "smtp://a?b=c"]
)
def test_server__address_malformed__is_broken(url: str) -> None:
    with pytest.raises(Broken):
        MailServer.from_url(url)
