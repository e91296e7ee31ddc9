"""A mailbox for demonstrations: accepts every mail over SMTP and keeps it as a file.

`python -m demo.mailbox --port 8025 --dir var/mail`. Port 0 takes a free one; the first line of
output names the address. Mails go nowhere else. An address whose local part begins with
`refuse` is refused for good and one that begins with `defer` for now, so that both kinds of
failure can be seen.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import signal
import sys
import uuid
from pathlib import Path

from aiosmtpd.smtp import SMTP, Envelope, Session

_LARGEST_MAIL = 30 * 1024 * 1024


class Mailbox:
    """Keeps each accepted mail as one `.eml` file in a directory."""

    def __init__(self, directory: Path) -> None:
        self._directory = directory
        directory.mkdir(parents=True, exist_ok=True)

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """Accept the recipient, unless the address asks to be refused."""
        if address.startswith("refuse"):
            return "550 5.1.1 No such mailbox"
        if address.startswith("defer"):
            return "451 4.3.0 Try again later"
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        """Store the mail, then acknowledge it."""
        content = envelope.content
        if not isinstance(content, bytes):
            return "554 5.6.0 Expected bytes"
        self._store(content)
        return "250 2.0.0 Stored"

    def _store(self, content: bytes) -> None:
        """Write under a hidden name and rename, so that a reader never sees half a mail.

        Names sort in order of arrival; the random part keeps restarts from colliding.
        """
        name = f"{len(list(self._directory.glob('*.eml'))) + 1:06d}-{uuid.uuid4().hex[:8]}.eml"
        unfinished = self._directory / f".{name}.part"
        with unfinished.open("xb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        unfinished.rename(self._directory / name)


async def serve(port: int, directory: Path) -> None:
    """Listen on the loopback interface until asked to stop."""
    mailbox = Mailbox(directory)
    loop = asyncio.get_running_loop()
    stopped = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stopped.set)
    server = await loop.create_server(
        lambda: SMTP(
            mailbox, hostname="mailbox.demo.invalid", data_size_limit=_LARGEST_MAIL, enable_SMTPUTF8=True
        ),
        "127.0.0.1",
        port,
    )
    async with server:
        print(f"mailbox: smtp://127.0.0.1:{server.sockets[0].getsockname()[1]}", flush=True)
        await stopped.wait()


def main(arguments: list[str] | None = None) -> int:
    """Run the mailbox."""
    parser = argparse.ArgumentParser(
        prog="demo.mailbox", description="SMTP mailbox that keeps mails as files"
    )
    parser.add_argument("--port", type=int, required=True, help="0 takes a free port")
    parser.add_argument("--dir", type=Path, required=True, help="directory for .eml files")
    options = parser.parse_args(arguments)
    asyncio.run(serve(options.port, options.dir))
    return 0


if __name__ == "__main__":
    sys.exit(main())
