"""What is sent to guests goes where they confirmed that they read it: they have no other way to see it."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from engine.commands.guests import BeginAsGuest, RequestGuestCode
from engine.studio.commands.publishing import PublishService
from engine.tenancy import system
from tests.engine.kit import CITIZEN
from tests.engine.services import PLAIN, write_service
from tests.notifications.mails import read
from tests.sign_in.house import NOBODY, PHONE, House
from tests.sign_in.test_applicant_notices import deliver, wrote
from tests.sign_in.test_guests import GUEST_MAIL, a_guest, filed


@pytest.fixture
def asking_house(house: House, tmp_path: Path) -> House:
    """A house whose service takes guests, and the address for copies from an answer."""
    folder = write_service(tmp_path / "open", body=PLAIN)
    settings = json.loads((folder / "service.json").read_text())
    more = {"without_account": True, "contact": {"email": "application.note"}}
    (folder / "service.json").write_text(json.dumps({**settings, **more}))
    house.engine.send(PublishService(folder, "tests"), actor=system())
    return house


def test_guest__who_asks_for_copies_elsewhere__gets_them_at_the_confirmed_address(
    asking_house: House,
) -> None:
    done, _ = filed(asking_house, a_guest(asking_house))
    wrote(asking_house, done.case_id)

    assert deliver(asking_house) == ["email"]
    assert read(asking_house.mail.accepted[-1])["To"].addresses[0].addr_spec == GUEST_MAIL


def test_guest__with_a_telephone__gets_short_messages(asking_house: House) -> None:
    asked = asking_house.engine.send(RequestGuestCode("permits.note", "keda", PHONE, "en"), actor=NOBODY)
    asking_house.work()
    (code,) = re.findall(r"\b[0-9]{4} ?[0-9]{4}\b", asking_house.short_messages()[-1])
    begin = BeginAsGuest(asked.attempt, code, "დემო", "სტუმარი", CITIZEN)
    guest = asking_house.actor_of(asking_house.engine.send(begin, actor=NOBODY).token)
    done, _ = filed(asking_house, guest)
    wrote(asking_house, done.case_id)

    assert deliver(asking_house) == ["sms"]
    assert done.number in asking_house.short_messages()[-1]
