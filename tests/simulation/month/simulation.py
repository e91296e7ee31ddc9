"""Simulation of a month: residents come, the office works, workers carry out, until all cases are over.

Everybody acts by the commands of the pages; a real worker does what is queued, against simulators over HTTP;
what falls due is cleared at its own day. Who does what and when follows from the seed. What nobody could
answer, and what broke, is kept in `complaints`.
"""

from __future__ import annotations

import urllib.request
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime, time, timedelta
from itertools import cycle
from typing import Any, Final
from uuid import UUID, uuid5

from engine.clock import ZONE, local_date
from engine.commands.applications import FileApplication, OpenProceeding
from engine.commands.cases import WithdrawCase
from engine.commands.letters import ReadLetters
from engine.errors import Broken, Rejected
from engine.jobs import messages
from engine.jobs.timers import poll
from engine.payments import paying as payments
from engine.registers.jobs import registry_feed
from engine.scenarios.attaching import with_files
from engine.scenarios.money import set_lines
from engine.stores import reference
from engine.tenancy import Actor
from engine.terms import Calendar
from tests.simulation.month.bidders import Bidders
from tests.simulation.month.book import Book
from tests.simulation.month.environment import PLACE, Environment
from tests.simulation.month.load_model import DAYS, OPENED, Story, Temper
from tests.simulation.month.matters import PAID, Matter, next_of
from tests.simulation.month.office import completed, said_of
from tests.simulation.month.workers import worked

COMPLAINT: Final = "general.complaint"
CONTESTED: Final = {"refused", "left_unconsidered"}
FOLLOWED: Final = timedelta(days=112)
BUSY, QUIET = (time(10), time(13), time(16, 30)), (time(12),)
MORE_MONEY_ON, MORE = 24, {"07 01": 600_000}
NAMESPACE: Final = UUID(int=9)

OPEN_TASKS = """
select t.*, c.due_at as case_due_at, c.service_code, c.filed_at from tasks t join cases c on c.id = t.case_id
where t.state = 0 and t.municipality_id = :place order by t.opened_at, c.number, t.element, t.id
"""
UNREAD = """
select case_id, max(sent_at) as sent_at from letters where read_at is null and municipality_id = :place
group by case_id order by case_id
"""
DUE = "select * from payments where state = 'due' and municipality_id = :place order by number"
OVER = """
select id, reason, order_number, closed_at, number from cases
where closed_at is not null and municipality_id = :place order by closed_at, number
"""
INVENTORY = """
select a.inventory_no from assets a join asset_states s on s.asset_id = a.id
where s.case_id = :case_id limit 1
"""


class MonthSimulation:
    """The simulation of a month of one municipality, with what went wrong in `complaints`."""

    def __init__(self, environment: Environment, book: Book, stories: Sequence[Story], seed: int) -> None:
        self.environment, self.book, self.seed = environment, book, seed
        self.complaints: list[str] = []
        self.turned_away: Counter[str] = Counter()
        self.unanswered: Counter[str] = Counter()
        self.matters: dict[UUID, Matter] = {}
        self._turns = {service: cycle(pages.values()) for service, pages in book.pages.items()}
        self.dead: set[str] = set()
        self._stories = {story.resident.number: story for story in reversed(stories)}
        self._coming = [(story.begins_at, story) for story in stories]
        self._following: list[tuple[datetime, Matter]] = []
        self._when: dict[UUID, datetime] = {}
        self._has_more = False
        self._bidders = Bidders(environment, stories, seed)
        self._begins_at = environment.clock.now()
        with environment.engine.read(environment.system) as tx:
            self._calendar: Calendar = reference.calendar(tx, environment.place)

    def run(self) -> None:
        """Simulate until every case is over, or waits for a day that is too far off."""
        for moment in self._moments():
            self.environment.clock.set(moment)
            self._time_passes()
            if moment.astimezone(ZONE).time() == time(0):
                continue
            self._people_come()
            self._work()
            self._people_act()
            self._bidders.bid()
            self._office_works()
            self._work()
            if self._cases_end():
                break

    def _moments(self) -> Iterator[datetime]:
        first = local_date(self._begins_at)
        for number in range(FOLLOWED.days):
            day = first + timedelta(number)
            yield datetime.combine(day, time(0), ZONE)
            if self._calendar.is_working(day) or number < DAYS:
                hours = BUSY if number < DAYS else QUIET
                yield from (datetime.combine(day, at, ZONE) for at in hours)

    # What nobody does.

    def _time_passes(self) -> None:
        self.environment.retry()
        while poll(self.environment.engine):
            self._work()
        messages.expire(self.environment.engine)
        payments.poll(self.environment.engine)
        while registry_feed.read(self.environment.engine):
            pass
        self._work()

    def _work(self) -> None:
        worked(self.environment)

    # People.

    def _people_come(self) -> None:
        now = self.environment.clock.now()
        while self._coming and self._coming[0][0] <= now:
            _, story = self._coming.pop(0)
            self._file(Matter(story, 0, UUID(int=0), story.pages[0].service, now))
        due = [awaited for awaited in self._following if awaited[0] <= now]
        self._following = [awaited for awaited in self._following if awaited[0] > now]
        for _, matter in due:
            self._file(matter)
        if not self._has_more and now - self._begins_at > timedelta(MORE_MONEY_ON):
            self._has_more = True
            set_lines(self.environment.engine, PLACE, MORE, finance=self.environment.staff("finance")[0])

    def _file(self, matter: Matter, **more: Any) -> None:
        if matter.story.resident.number in self.dead:
            return
        page, now = matter.page, self.environment.clock.now()
        number, role = matter.story.resident.number, page.content.get("opened_by")
        actor = self.environment.staff(role)[0] if role else self.environment.person(number)
        answers = {**matter.application(local_date(now)), **more}
        common = {
            "service": page.service,
            "municipality": PLACE,
            "answers": with_files(
                self.environment.engine, answers, by=actor, municipality=PLACE if role else ""
            ),
            "language": page.content["language"],
            "channel": page.content["channel"],
        }
        command: FileApplication | OpenProceeding = FileApplication(**common)
        if role:
            # What concerns nobody yet is opened about a member of the office, as the scenario does.
            concerned = replace(matter.story.resident, like=page.applicant).number
            command = OpenProceeding(**common, person=concerned)
        key = uuid5(NAMESPACE, f"{self.seed}:{matter.story.number}:{matter.index}:{more.get('about', '')}")
        try:
            filed = self.environment.engine.send(command, actor=actor, key=key)
        except Rejected as refused:
            self.turned_away[f"{page.service}/{page.name}: {said_of(refused)}"] += 1
            return
        matter.case_id, matter.filed_at = filed.case_id, now
        self.matters[filed.case_id] = matter

    def _people_act(self) -> None:
        now = self.environment.clock.now()
        for matter, row in self._of_living(UNREAD):
            speaks = matter.temper is not Temper.KEEPS_SILENT
            if speaks and now > row.sent_at + self._wait(matter, "letter", row.sent_at):
                self._send(ReadLetters(row.case_id), self._applicant(matter))
        for matter, row in self._of_living(DUE):
            if matter.brings(PAID) and now > row.asked_at + self._wait(matter, "pay", row.number):
                self._pay(matter, row.id)
        for matter in list(self.matters.values()):
            is_early = now <= matter.filed_at + self._wait(matter, "temper")
            if matter.is_over or is_early or not self._may(matter):
                continue
            if matter.withdraws:
                self._send(WithdrawCase(matter.case_id), self._applicant(matter))
            elif matter.dies:
                self._dies(matter.story)

    def _of_living(self, statement: str) -> Iterator[tuple[Matter, Any]]:
        """Yield the rows about cases whose applicant is alive, each with its matter."""
        for row in self.environment.rows(statement, place=self.environment.place):
            matter = self.matters.get(row.case_id)
            if matter is not None and self._may(matter):
                yield matter, row

    def _may(self, matter: Matter) -> bool:
        return matter.story.resident.number not in self.dead

    def _dies(self, story: Story) -> None:
        number = story.resident.number
        self.dead.add(number)
        day = local_date(self.environment.clock.now()).isoformat()
        what = [{"kind": "death", "personal_number": number, "happened_on": day}]
        self.environment.tell_registries("_happened", what)

    def _pay(self, matter: Matter, payment_id: UUID) -> None:
        key = uuid5(NAMESPACE, f"{self.seed}:{payment_id}")
        actor = self._applicant(matter)
        page = payments.begin(self.environment.engine, payment_id, actor=actor, language="ka", key=key)
        request = urllib.request.Request(page, data=b"how=away", method="POST")
        urllib.request.urlopen(request, timeout=10).close()
        payments.settle(self.environment.engine, UUID(page.rpartition("/")[2]))

    # The office.

    def _office_works(self) -> None:
        if not self._calendar.is_working(local_date(now := self.environment.clock.now())):
            return
        for task in self.environment.rows(OPEN_TASKS, place=self.environment.place):
            matter = self._matter_of(task)
            if task.id not in self._when:
                self._when[task.id] = now + self._wait(matter, task.element, matter.answered[task.element])
            if self._when[task.id] <= now and self._is_done_now(matter, task):
                completed(self, matter, task)

    def _is_done_now(self, matter: Matter, task: Any) -> bool:
        if task.person_id is not None:
            # Where the scenario says nothing, the applicant lets the term pass as often as not.
            speaks = matter.says(task.element) or self.chance(matter, "speaks").random() < 0.5
            return speaks and self._may(matter) and matter.temper is not Temper.KEEPS_SILENT
        if matter.temper is Temper.IS_LEFT_LYING:
            now, until = self.environment.clock.now(), task.case_due_at
            return now > (until or matter.filed_at + timedelta(40)) + timedelta(2)
        return True

    def _matter_of(self, task: Any) -> Matter:
        """Return the matter of a task; a case that another case or the registry opened has none yet."""
        if task.case_id not in self.matters:
            person = self.environment.rows(
                "select personal_number from people where id = :id", id=task.applicant_id
            )
            story = self._goes_as_some(task.service_code, self._stories[person[0].personal_number])
            what = (story, 0, task.case_id, task.service_code, task.filed_at)
            self.matters[task.case_id] = Matter(*what, is_beside=True)
        return self.matters[task.case_id]

    def _goes_as_some(self, service: str, story: Story) -> Story:
        """Return how a case that nobody came with goes: as the service's scenarios, one after the other."""
        name = OPENED.get(service) if story.is_always and story.resident.is_own else None
        page = self.book.pages[service][name] if name else next(self._turns[service])
        return replace(story, pages=(page,), temper=Temper.NONE)

    def _cases_end(self) -> bool:
        """Let what follows in a story follow, and some who were refused complain; say whether all is over."""
        now = self.environment.clock.now()
        for row in self.environment.rows(OVER, place=self.environment.place):
            matter = self.matters.get(row.id)
            if matter is None or matter.is_over:
                continue
            matter.is_over = True
            if not matter.is_last:
                acts = (*matter.acts, *([row.order_number] if row.order_number else []))
                for asset in self.environment.rows(INVENTORY, case_id=row.id):
                    matter.inventory_no = asset.inventory_no
                self._following.append((now + timedelta(days=1), next_of(matter, acts, row.number)))
            elif self._contests(matter, row.reason):
                self._complain(matter, row.number)
        is_quiet = not self._coming and not self._following
        return is_quiet and not self.environment.rows("select 1 from cases where closed_at is null limit 1")

    def _contests(self, matter: Matter, reason: str) -> bool:
        may = reason in CONTESTED and matter.story.resident.is_own and matter.service != COMPLAINT
        return may and bool(self.chance(matter, "appeal").random() < 0.5)

    def _complain(self, matter: Matter, number: str) -> None:
        """Let the applicant complain about a case, in the words of some scenario of a complaint."""
        pages = list(self.book.pages[COMPLAINT].values())
        page = self.chance(matter, "complaint").choice(pages)
        resident = replace(matter.story.resident, like=page.applicant)
        story = replace(matter.story, pages=(page,), resident=resident, temper=Temper.NONE)
        now = self.environment.clock.now()
        self._file(Matter(story, 0, UUID(int=0), COMPLAINT, now, is_beside=True), about=number)

    def _applicant(self, matter: Matter) -> Actor:
        return self.environment.person(matter.story.resident.number)

    def chance(self, matter: Matter, *parts: object) -> Any:
        opened = (matter.service, matter.filed_at.isoformat()) if matter.is_beside else ()
        return matter.story.chance(self.seed, matter.index, *opened, *parts)

    def _wait(self, matter: Matter, *parts: object) -> timedelta:
        """Return how long somebody lets something lie: mostly a day, some three."""
        return timedelta(hours=self.chance(matter, *map(str, parts)).choice((0, 2, 20, 24, 30, 72)))

    def put_off(self, task: Any) -> None:
        """Come back to a task in some days: nothing that was said would do."""
        self._when[task.id] = self.environment.clock.now() + timedelta(days=5)

    def _send(self, command: Any, actor: Actor) -> bool:
        """Send what somebody may do; that the case has gone on meanwhile is no fault of theirs."""
        try:
            self.environment.engine.send(command, actor=actor)
        except Rejected:
            return False
        except Broken as broken:
            self.complaints.append(f"{type(command).__name__}: {said_of(broken)}")
            return False
        return True
