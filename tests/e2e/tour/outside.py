"""What no shipped service shows: a look-up that fails for good, a fee, applying without an account."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from uuid import UUID

import httpx
import psycopg

from engine.bootstrap import Engine
from engine.cash.commands import SetCashRule
from engine.clock import local_date
from engine.commands.applications import FileApplication
from engine.commands.jobs import FailJob
from engine.commands.reference import LoadMunicipality
from engine.installation.loading import BPMN
from engine.studio.commands.publishing import PublishService
from engine.tenancy import system
from tests.e2e.codes import code_for
from tests.e2e.installation import Installation
from tests.e2e.story import PLAIN_ANSWERS
from tests.e2e.tour.visit import OPERATOR, Tour, acting, engine_of, official
from tests.engine.services import PAYING, write_service

PLACE, NOTE = "telavi", "/municipalities/telavi/services/permits.note"


def case_with_incident(tour: Tour) -> str:
    """File an application whose look-up fails for good; return the address of the case.

    The registry is away meanwhile, so that the job is still there when it is said to have failed.
    """
    with engine_of(tour.installation) as engine:
        set_registry(tour.installation, "down")
        try:
            command = FileApplication("high_mountain.grant", "keda", PLAIN_ANSWERS)
            filed = engine.send(command, actor=acting(engine, "00000000105"))
            job_id, place = queued_job(engine, filed.case_id)
            engine.send(FailJob(job_id, "unavailable", "registry.request_refused"), actor=system(place))
        finally:
            set_registry(tour.installation, "ok")
    return f"/cases/{filed.case_id}"


def set_registry(installation: Installation, mode: str) -> None:
    """Let the civil registry be away, or in order again."""
    faults = {"civil_registry": {"mode": mode}}
    httpx.put(f"{installation.registries}/_faults", json=faults).raise_for_status()


def queued_job(engine: Engine, case_id: UUID) -> tuple[UUID, int]:
    """Return the open job of a case and its municipality, which only the owner of the data sees."""
    with psycopg.connect(engine.settings.owner_url) as connection:
        found = connection.execute(
            "select id, municipality_id from jobs where case_id = %s and state = 'queued'", (case_id,)
        ).fetchone()
    assert found is not None
    return found


def leave_alone(installation: Installation, personal_number: str) -> None:
    """Let so much time pass over somebody's sessions that they run out."""
    with engine_of(installation) as engine, psycopg.connect(engine.settings.owner_url) as connection:
        connection.execute(
            "update sessions set seen_at = seen_at - interval '6 hours'"
            " where person_id = (select id from people where personal_number = %s)",
            (personal_number,),
        )


def publish_costly(tour: Tour) -> None:
    """Publish a service that costs something and may be asked for without an account."""
    with tempfile.TemporaryDirectory() as name, engine_of(tour.installation) as engine:
        service = write_service(Path(name) / "bpmn", body=PAYING)
        settings = json.loads((service / "service.json").read_text("utf-8"))
        (service / "service.json").write_text(json.dumps({**settings, "without_account": True}))
        data = json.loads((BPMN / "municipalities" / f"{PLACE}.json").read_text("utf-8"))
        modules = [*data["modules"], "permits"]
        engine.send(LoadMunicipality({**data, "modules": modules}), actor=system())
        engine.send(PublishService(service, "tests"), actor=system())


def cash(tour: Tour, number: str) -> None:
    """Pay what the letter asks in cash, at a centre; its day stays open."""
    with engine_of(tour.installation) as engine:
        rule = SetCashRule(PLACE, 68, "", True, "№0, დემო", local_date(engine.clock.now()))
        engine.send(rule, actor=official(engine, "00000003041"))
    operator, head, finance = (tour.person(person) for person in (OPERATOR, "00000002016", "00000003009"))
    tour.visit(operator, "/centre/cash", "cash")
    tour.visit(operator, "/centre/cash?number=DEMO-1", "cash-unknown")
    tour.visit(operator, f"/centre/cash?number={number}", "cash-found")
    operator.page.locator("main form[method=post] button").click()
    operator.page.wait_for_url("**/centre/cash/receipts/*")
    tour.look(operator, "cash-receipt")
    head.go(operator.page.url.removeprefix(operator.address))
    head.press("cash.void_do")
    tour.look(head, "cash-receipt-errors")
    tour.visit(operator, "/centre/cash", "cash-day")
    tour.visit(operator, "/centre/cash/end-of-day", "cash-end-of-day")
    operator.page.locator("main form[action$='/count'] button").first.click()
    tour.look(operator, "cash-end-of-day-errors")
    tour.visit(finance, "/inbox/cash", "cash-of-finance")


def guest(tour: Tour) -> None:
    """Apply without an account, pay, and follow the case by its code."""
    stranger = tour.person()
    tour.visit(stranger, f"/sign-in?next={NOTE}/apply", "sign-in-guests")
    tour.visit(stranger, f"{NOTE}/guest", "guest")
    stranger.press("sign_in.code.send")
    tour.look(stranger, "guest-errors")
    address, before = f"guest-{tour.mark}@demo.invalid", len(tour.installation.mails)
    stranger.fill({"contact": address})
    stranger.press("sign_in.code.send")
    tour.look(stranger, "guest-confirm")
    stranger.press("sign_in.guest.begin")
    tour.look(stranger, "guest-confirm-errors")
    code = code_for(tour.installation, address, after=before)
    who = {"given_name": "დემო", "family_name": "სტუმარი", "personal_number": "00000000104"}
    stranger.fill({"code": code, **who})
    stranger.press("sign_in.guest.begin")
    stranger.page.locator("main .button").first.click()
    stranger.fill({"note": "დემო"})
    stranger.press("apply.continue")
    stranger.press("check.file")
    stranger.page.wait_for_url("**/receipt")
    tour.look(stranger, "guest-receipt")
    tracking = stranger.page.locator(".receipt-number").nth(1).inner_text()
    stranger.go(stranger.page.url.removeprefix(stranger.address).removesuffix("/receipt"))
    stranger.wait_for_one("main a[href*='/payments/']")
    tour.look(stranger, "case-to-pay")
    stranger.page.locator("main a[href*='/payments/']").first.click()
    tour.look(stranger, "payment")
    cash(tour, str(stranger.page.locator("main dl .figure").first.inner_text()))
    other = tour.person()
    other.go("/track")
    other.fill({"tracking": tracking})
    other.press("sign_in.track.show")
    tour.look(other, "tracked")
    before = len(tour.installation.mails)
    other.press("sign_in.code.send")
    tour.look(other, "return-code")
    other.fill({"code": code_for(tour.installation, address, after=before)})
    other.press("sign_in.track.open")
    other.page.wait_for_url("**/cases/*")
    tour.look(other, "case-of-a-guest")
