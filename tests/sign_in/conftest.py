"""An engine with demo people, a mailbox over real SMTP and a telephone company over real HTTP."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from engine.bootstrap import build
from engine.clock import SettableClock
from tests.demo.processes import running
from tests.engine.conftest import OpenOffice, furnished, open_office  # noqa: F401  (fixtures)
from tests.engine.kit import MORNING
from tests.engine.services import PLAIN
from tests.notifications.smtp_server import Desk as MailDesk
from tests.notifications.smtp_server import listening
from tests.sign_in.house import House


@pytest.fixture(scope="session")
def registries() -> Iterator[str]:
    with running("demo.registries") as address:
        yield address


@pytest.fixture(scope="session")
def telephone(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    """The address of a gateway for short messages, and where it keeps them."""
    directory = tmp_path_factory.mktemp("sms")
    with running("demo.sms", "--dir", str(directory)) as address:
        yield address, directory


@pytest.fixture
def house(open_office: OpenOffice, registries: str, telephone: tuple[str, Path]) -> Iterator[House]:  # noqa: F811
    mail, (phone, sms) = MailDesk(), telephone
    for message in sms.iterdir():
        message.unlink()
    with open_office(PLAIN) as office, listening(mail) as port:
        settings = replace(
            office.engine.settings,
            smtp_url=f"smtp://127.0.0.1:{port}",
            sms_url=phone,
            civil_registry_url=registries,
        )
        clock = SettableClock(MORNING)
        engine = build(settings, clock=clock)
        try:
            yield House(engine, clock, office=replace(office, engine=engine, clock=clock), mail=mail, sms=sms)
        finally:
            engine.close()
