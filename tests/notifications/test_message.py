"""What stands in a message, and the addresses of people and servers."""

from __future__ import annotations

from email import message_from_bytes
from email.utils import parseaddr

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.errors import Broken, Rejected
from engine.notifications.mail import Attachment, MailServer, checked_address
from tests.notifications.mails import RECIPIENT, SENDER, a_letter, a_mailer, an_envelope, decoded, read


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
