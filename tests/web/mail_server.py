"""The mail server of the tests of one-time codes, and the worker that sends them."""

from __future__ import annotations

import re

import psycopg

from engine.bootstrap import Engine
from engine.jobs.app import build
from tests.notifications.mails import read
from tests.notifications.smtp_server import SmtpServer


class MailServer:
    """A mail server that keeps what was sent, and a worker that sends what is queued."""

    def __init__(self, engine: Engine, mail: SmtpServer) -> None:
        self.engine, self.mail = engine, mail

    def code(self) -> str:
        """Send what is queued and return the newest code."""
        with psycopg.connect(self.engine.settings.owner_url) as connection:
            waiting = connection.execute(
                "update procrastinate_jobs set status = 'succeeded' where status = 'todo'"
                " and task_name = 'send_code' returning args->>'code_id'"
            ).fetchall()
        for (code_id,) in waiting:
            build(self.engine).tasks["send_code"](code_id)
        body = read(self.mail.accepted[-1]).get_body(("plain",))
        assert body is not None
        found = re.search(r"[0-9]{4} [0-9]{4}", body.get_content())
        assert found is not None
        return found[0]
