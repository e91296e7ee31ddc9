"""An application by a channel that the service does not name is refused, and nothing is begun."""

from __future__ import annotations

import json
from pathlib import Path
from uuid import uuid4

import pytest

from engine.cases.filing import ChannelClosed
from engine.commands.applications import FileApplication
from engine.studio.commands.publishing import PublishService
from engine.tenancy import system
from tests.engine.kit import CITIZEN, Office
from tests.engine.services import write_service


@pytest.fixture
def at_desks(office: Office, tmp_path: Path) -> Office:
    """An office whose service takes applications at desks alone."""
    folder = write_service(tmp_path / "bpmn")
    settings = json.loads((folder / "service.json").read_text())
    (folder / "service.json").write_text(json.dumps({**settings, "channels": ["desk"]}))
    office.engine.send(PublishService(folder, "tests"), actor=system())
    return office


def filed(office: Office, channel: str) -> None:
    command = FileApplication(office.service, "keda", {"note": "a note"}, channel=channel)
    office.engine.send(command, actor=office.person(CITIZEN), key=uuid4())


@pytest.mark.parametrize("channel", ["portal", "centre", "api"])
def test_filing__by_a_channel_that_the_service_does_not_take__is_refused(
    at_desks: Office, channel: str
) -> None:
    with pytest.raises(ChannelClosed) as refused:
        filed(at_desks, channel)

    assert refused.value.error_code == "filing.channel_closed"
    with at_desks.engine.read(system(at_desks.place())) as tx:
        assert tx.scalar("select count(*) from cases") == 0


def test_filing__by_a_channel_that_it_takes__begins_a_case(at_desks: Office) -> None:
    filed(at_desks, "desk")

    with at_desks.engine.read(system(at_desks.place())) as tx:
        assert tx.scalar("select count(*) from cases") == 1
