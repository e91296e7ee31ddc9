"""Two desks, two villagers, any order of events: nothing is filed or seen for a person who is not present."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Any, ClassVar
from uuid import UUID, uuid4

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule, run_state_machine_as_test

from engine.announcements.commands import PublishAnnouncement, RespondToAnnouncement
from engine.clock import local_date
from engine.commands.applications import FileApplication, FiledCase
from engine.commands.contacts import KnownPerson
from engine.commands.letters import HandOverLetter
from engine.commands.mandates import BeginPresence, EndPresence
from engine.errors import NotAllowed, Rejected
from engine.queries import sessions
from engine.registers.commands.certificates import IssueCertificate
from engine.registers.handlers.certificates import MOST_A_DAY
from engine.tenancy import Actor
from engine.texts import LANGUAGES
from tests.engine.acting import found, session_of
from tests.engine.kit import CITIZEN, OTHER_CITIZEN, Office
from tests.engine.test_on_behalf import sees, stored

DESKS = {"00000002010": 68, "00000002015": 70}
VILLAGERS = (CITIZEN, OTHER_CITIZEN)
LASTS = timedelta(minutes=30)
EVENTS = (
    *("come card", "come card", "come card", "come word", "come paper", "leave"),
    *("file keda", "file telavi", "open page", "look", "look", "time 10", "time 10", "time 31"),
    *("answer now", "answer open", "come mandate", "hand now", "hand open", "certify now", "certify open"),
)
operators, villagers = st.sampled_from(sorted(DESKS)), st.sampled_from(VILLAGERS)

# Every case is filed while its applicant stood at that desk, by whoever sits there.
WITHOUT_PRESENCE = """
select count(*) from cases c left join mandates m on m.id = cast(c.representative->>'paper' as uuid)
where c.center is not null and (m.kind is distinct from 'presence' or m.represented_id <> c.applicant_id
    or m.center <> c.center or c.filed_at < m.answered_at or c.filed_at >= m.ends_at
    or c.filed_at > m.ended_at)
"""
# A letter of each case; what it says does not matter here.
WRITE_LETTER = """
insert into letters (id, case_id, municipality_id, applicant_id, template, language, subject, body, sent_at)
select gen_random_uuid(), id, municipality_id, applicant_id, 'demo', 'en', 'demo', '<p>demo</p>', %s
from cases where id = %s returning id
"""
DELIVERED = "select count(*) from letters where delivered_on is not null and delivered_by = 'hand'"
CERTIFICATES = "select count(*) from certificates where center is not null"
# Nobody's answer was taken while they did not stand at that desk.
ANSWERED_WITHOUT_PRESENCE = """
select count(*) from responses r left join mandates m on m.id = r.mandate_id
where m.kind is distinct from 'presence' or m.represented_id <> r.person_id or m.center <> r.center
"""


@dataclass
class Desk:
    """What the model knows of a desk: who stands there until when, and a page that is still open."""

    token: str
    who: str | None = None
    until: datetime | None = None
    open_page: Actor | None = None


class Desks(RuleBasedStateMachine):
    """Desks of the office that a subclass names."""

    office: ClassVar[Office]

    @initialize()
    def sit_down(self) -> None:
        self.filed: dict[UUID, tuple[str, int]] = {}  # whose case, and where
        self.letters: dict[UUID, UUID] = {}  # of each case
        self.handed: set[UUID] = set()
        self.answered: set[str] = set()
        self.asked = _announce(self.office)
        self.entry = _entry_of(self.office, CITIZEN)
        self.certified, self.printed_before = 0, stored(self.office, CERTIFICATES)[0]
        self.desks = {number: Desk(session_of(self.office, number)[0]) for number in DESKS}

    def present(self, number: str) -> str | None:
        """Return who stands at the desk by the model."""
        desk = self.desks[number]
        return desk.who if desk.until is not None and self.office.clock.now() < desk.until else None

    # One rule for all: hypothesis leaves rules out of whole runs, and these need each other.
    @rule(number=operators, villager=villagers, event=st.sampled_from(EVENTS))
    def something_happens(self, number: str, villager: str, event: str) -> None:
        what, _, how = event.partition(" ")
        if what == "come":
            self.come(number, villager, how)
        elif what == "time":
            self.time_passes(int(how))
        elif what == "file":
            self.file(number, how)
        elif what == "look":
            self.look(number)
        elif what == "leave":
            self.leave(number)
        elif what == "answer":
            self.answer(number, how)
        elif what == "certify":
            self.certify(number, how)
        elif what == "hand":
            self.hand_over(number, how)
        else:
            self.file_from_an_open_page(number)

    def come(self, number: str, villager: str, proof: str) -> None:
        desk, session = self.desks[number], found(self.office, self.desks[number].token)
        command = BeginPresence(session.session_id, _person(villager), proof, "ab" * 32)
        if self.present(number) is not None or proof != "card":
            assert _refused(lambda: self.office.engine.send(command, actor=session.actor))
            return
        self.office.engine.send(command, actor=session.actor)
        desk.who, desk.until = villager, self.office.clock.now() + LASTS
        desk.open_page = found(self.office, desk.token).actor

    def leave(self, number: str) -> None:
        session = found(self.office, self.desks[number].token)
        self.office.engine.send(EndPresence(session.session_id), actor=session.actor)
        self.desks[number].who = self.desks[number].until = None

    def time_passes(self, minutes: int) -> None:
        self.office.clock.advance(timedelta(minutes=minutes))
        for number, desk in self.desks.items():
            if not _is_open(self.office, desk.token):  # whoever sits there signs in anew, acting for nobody
                desk.token, desk.who, desk.until = session_of(self.office, number)[0], None, None

    def file(self, number: str, place: str) -> None:
        villager = self.present(number)
        if villager is None:
            return
        self.keep(
            _file(self.office, found(self.office, self.desks[number].token).actor, place), number, villager
        )

    def keep(self, case_id: UUID, number: str, villager: str) -> None:
        self.filed[case_id] = (villager, DESKS[number])
        (self.letters[case_id],) = stored(self.office, WRITE_LETTER, self.office.clock.now(), case_id)

    def file_from_an_open_page(self, number: str) -> None:
        page = self.desks[number].open_page
        if page is None or page.acts_for is None:
            return
        if self.present(number) == page.acts_for.number and self.is_current(number, page):
            self.keep(_file(self.office, page, "keda"), number, page.acts_for.number)
        else:
            assert _refused(lambda: _file(self.office, page, "keda"))

    def is_current(self, number: str, page: Actor) -> bool:
        current = found(self.office, self.desks[number].token).actor.acts_for
        return current is not None and page.acts_for is not None and current == page.acts_for

    def answer(self, number: str, page: str) -> None:
        """Answer the consultation for whoever is there, from a fresh page or from one that was left open."""
        actor = found(self.office, self.desks[number].token).actor
        if page == "open" and (left := self.desks[number].open_page) is not None:
            actor = left
        if actor.acts_for is None:
            return
        command, villager = RespondToAnnouncement(self.asked, "for", "yes"), actor.acts_for.number
        may = self.present(number) == villager and self.is_current(number, actor)
        if may and villager not in self.answered:
            self.office.engine.send(command, actor=actor)
            self.answered.add(villager)
        else:
            assert _refused(lambda: self.office.engine.send(command, actor=actor))

    def hand_over(self, number: str, page: str) -> None:
        """Hand every letter over, from a fresh page or from one that was left open."""
        actor = found(self.office, self.desks[number].token).actor
        if page == "open" and (left := self.desks[number].open_page) is not None:
            actor = left
        for case_id, filed in self.filed.items():
            command = HandOverLetter(case_id, self.letters[case_id])
            if filed == (self.present(number), DESKS[number]) and self.is_current(number, actor):
                self.office.engine.send(command, actor=actor)
                self.handed.add(case_id)
            else:
                assert _refused(partial(self.office.engine.send, command, actor=actor))

    def certify(self, number: str, page: str) -> None:
        """Print the certificate of the one entry that exists, for its holder while present."""
        actor = found(self.office, self.desks[number].token).actor
        if page == "open" and (left := self.desks[number].open_page) is not None:
            actor = left
        command = IssueCertificate(self.entry)
        if self.present(number) == CITIZEN and self.is_current(number, actor) and self.certified < MOST_A_DAY:
            self.office.engine.send(command, actor=actor)
            self.certified += 1
        else:
            assert _refused(partial(self.office.engine.send, command, actor=actor))

    def look(self, number: str) -> None:
        actor = found(self.office, self.desks[number].token).actor
        for case_id, filed in self.filed.items():
            may = filed == (self.present(number), DESKS[number])
            assert sees(self.office, actor, case_id) is may

    def teardown(self) -> None:
        delivered = f"{DELIVERED} and case_id = any(%s)"
        assert stored(self.office, delivered, list(self.filed)) == (len(self.handed),)
        assert stored(self.office, CERTIFICATES) == (self.printed_before + self.certified,)
        assert stored(self.office, WITHOUT_PRESENCE) == (0,)
        assert stored(self.office, ANSWERED_WITHOUT_PRESENCE) == (0,)
        answers = "select count(*) from responses where announcement_id = %s"
        assert stored(self.office, answers, self.asked) == (len(self.answered),)


def _is_open(office: Office, token: str) -> bool:
    with office.engine.read(Actor()) as tx:
        return sessions.find(tx, token) is not None


def _person(number: str) -> KnownPerson:
    return KnownPerson(number, "დემო", f"მოქალაქე {number}", "1968-03-14")


def _file(office: Office, actor: Actor, place: str) -> UUID:
    command = FileApplication(office.service, place, {"note": "a note"})
    filed: FiledCase = office.engine.send(command, actor=actor)
    return filed.case_id


def _entry_of(office: Office, number: str) -> UUID:
    """Return the entry of somebody in the register; the first time an application is granted for it."""
    entry = (
        "select min(e.id::text) from register_entries e join people p on p.id = e.person_id"
        " where p.personal_number = %s"
    )
    if stored(office, entry, number)[0] is None:
        case_id = office.file(by=number, key=uuid4()).case_id
        office.complete(case_id, good=True, key=uuid4())
    office.clock.advance(timedelta(days=1))  # the number of certificates printed a day is limited
    return UUID(stored(office, entry, number)[0])


def _announce(office: Office) -> UUID:
    """Let the office ask everybody something."""
    today = local_date(office.clock.now())
    texts = dict.fromkeys(LANGUAGES, "demo")
    command = PublishAnnouncement(
        "consultation", texts, texts, today, today + timedelta(days=300), municipality="keda"
    )
    published: UUID = office.engine.send(command, actor=office.staff("chancellery")).announcement_id
    return published


def _refused(act: Callable[[], Any]) -> bool:
    try:
        act()
    except (Rejected, NotAllowed):
        return True
    return False


def test_desks__in_any_order_of_events__file_and_see_only_for_whoever_stands_there(office: Office) -> None:
    run_state_machine_as_test(
        type("AtWork", (Desks,), {"office": office}),
        settings=settings(
            max_examples=14,
            stateful_step_count=40,
            phases=[Phase.explicit, Phase.generate],  # a shorter way would be found for minutes
            derandomize=True,  # as many events of each kind every time
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
    assert stored(office, "select count(*) > 5 from cases where center is not null") == (True,)
    assert stored(office, "select count(*) > 5 from responses") == (True,)
    assert stored(office, f"select ({DELIVERED}) > 5") == (True,)
    assert stored(office, f"select ({CERTIFICATES}) > 2") == (True,)
