"""What happens around one-time codes in tests: contacts, requests, the worker, the mailbox, the telephone."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import psycopg

from engine.bootstrap import Engine
from engine.clock import SettableClock
from engine.commands.contacts import (
    CodeAnswered,
    CodeRequested,
    ConfirmContact,
    RecordWrongCode,
    RequestBinding,
    RequestCode,
    SignInByCode,
)
from engine.jobs import codes as jobs
from engine.queries.sessions import find
from engine.tenancy import Actor, system
from tests.engine.kit import CITIZEN, Office
from tests.notifications.mails import read
from tests.notifications.smtp_server import SmtpServer

NOBODY = Actor()
MAIL, PHONE = "citizen1@demo.invalid", "+995555000101"


@dataclass
class House:
    """An engine and what it sends."""

    engine: Engine
    clock: SettableClock
    office: Office
    mail: SmtpServer
    sms: Path

    def sql(self, statement: str, *values: Any) -> list[Any]:
        """Look from outside, as the owner."""
        with psycopg.connect(self.engine.settings.owner_url) as connection:
            cursor = connection.execute(statement, values)
            return cursor.fetchall() if cursor.description else []

    def work(self) -> None:
        """Do what a worker would about codes."""
        waiting = self.sql(
            "update procrastinate_jobs set status = 'succeeded' where status = 'todo'"
            " and task_name in ('send_code', 'note_wrong_code', 'tell_of_contact') returning task_name, args"
        )
        for task, args in waiting:
            if task == "send_code":
                jobs.send_code(self.engine, args["code_id"])
            elif task == "tell_of_contact":
                jobs.notify_of_contact(self.engine, args["contact_id"])
            else:
                self.engine.send(RecordWrongCode(args["code_id"], args["tries"]), actor=system())

    def bind(self, contact: str = MAIL, *, person: str = CITIZEN) -> int:
        """Make an address somebody's contact, as they would with the card; an hour later nothing counts."""
        actor = self.office.person(person)
        asked: CodeRequested = self.engine.send(RequestBinding(contact), actor=actor)
        self.work()
        done: CodeAnswered = self.engine.send(ConfirmContact(asked.attempt, self.newest_code()), actor=actor)
        assert done.contact_id is not None
        self.clock.advance(timedelta(hours=1))
        self.work()
        return done.contact_id

    def ask(self, *, person: str = CITIZEN, contact: str = MAIL, network: str | None = None) -> CodeRequested:
        asked: CodeRequested = self.engine.send(RequestCode(person, contact, "en", network), actor=NOBODY)
        return asked

    def type(self, attempt: str, code: str) -> CodeAnswered:
        answered: CodeAnswered = self.engine.send(SignInByCode(attempt, code), actor=NOBODY)
        return answered

    def signed_in(self) -> Actor:
        """Return the person as a session by code knows them."""
        asked = self.ask()
        self.work()
        token = self.type(asked.attempt, self.newest_code()).token
        assert token is not None
        return self.actor_of(token)

    def actor_of(self, token: str) -> Actor:
        with self.engine.read(NOBODY) as tx:
            found = find(tx, token)
        assert found is not None
        return found.actor

    @property
    def mails(self) -> list[str]:
        """The text of every mail that was accepted."""
        return [read(content).get_body(("plain",)).get_content() for content in self.mail.accepted]  # type: ignore[union-attr]

    def newest_code(self) -> str:
        found = re.findall(r"\b([0-9]{4}) ([0-9]{4})\b", self.mails[-1])
        assert len(found) == 1, self.mails[-1]
        return "".join(found[0])

    def short_messages(self) -> list[str]:
        return [
            file.read_text() for file in sorted(self.sms.glob("*.txt"), key=lambda f: f.stat().st_mtime_ns)
        ]
