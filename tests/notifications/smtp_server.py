"""A real SMTP server on the loopback interface, told what to answer."""

from __future__ import annotations

import asyncio
import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session


@dataclass
class SmtpServer:
    """Answers as told and keeps what it accepted."""

    rcpt: str = "250 OK"
    mail: str = "250 OK"
    data: str = "250 OK"
    drops_on_quit: bool = False
    accepted: list[bytes] = field(default_factory=list)
    encrypted: list[bool] = field(default_factory=list)

    async def handle_MAIL(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if self.mail.startswith("250"):
            envelope.mail_from = address
        return self.mail

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if self.rcpt.startswith("250"):
            envelope.rcpt_tos.append(address)
        return self.rcpt

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        if self.data.startswith("250"):
            assert isinstance(envelope.content, bytes)
            self.accepted.append(envelope.content)
            self.encrypted.append(session.ssl is not None)
        return self.data

    async def handle_QUIT(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        if self.drops_on_quit:
            assert isinstance(server.transport, asyncio.Transport)
            server.transport.abort()
        return "221 Bye"


@contextmanager
def listening(
    desk: SmtpServer, *, tls: ssl.SSLContext | None = None, login: tuple[str, str] | None = None
) -> Iterator[int]:
    """Run the desk; yield its port."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]

    def check(server: SMTP, session: Session, envelope: Envelope, mechanism: str, data: object) -> AuthResult:
        assert isinstance(data, LoginPassword)
        given = (data.login.decode(), data.password.decode())
        return AuthResult(success=given == login, handled=False)

    controller = Controller(
        desk,
        hostname="127.0.0.1",
        port=port,
        tls_context=tls,
        require_starttls=tls is not None,
        authenticator=check if login else None,
        auth_required=login is not None,
    )
    controller.start()
    try:
        yield port
    finally:
        controller.stop()
