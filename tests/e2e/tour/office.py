"""What the office sees beside the steps of the story: the desk, an incident, supervision, money."""

from __future__ import annotations

from datetime import date, timedelta
from urllib.parse import urlsplit
from uuid import UUID

from engine.clock import SystemClock, local_date
from engine.registers.commands.exports import AskRegisterExport
from tests.e2e.codes import code_for
from tests.e2e.holders import let_hold
from tests.e2e.look import NARROW
from tests.e2e.person import Person
from tests.e2e.present import today
from tests.e2e.step_names import name_of
from tests.e2e.tour.outside import case_with_incident
from tests.e2e.tour.visit import (
    CHANCELLERY,
    FINANCE,
    HEAD,
    MAYOR_REP,
    OPERATOR,
    SPECIALIST,
    Tour,
    engine_of,
    official,
)

ASSET_COLUMNS = "inventory_no;kind;name;category;value;valid_from;location"
RIGHT_COLUMNS = "right;holder_name;holder_number;right_from;right_last_day;fee;fee_period;contract_no"
HOLDERS = {"en": "00000000129", "ka": "00000000130"}  # of the status, for the register


def office(tour: Tour, case: str) -> None:
    clerk = tour.person(SPECIALIST)
    tour.visit(clerk, f"/inbox{case}", "clerk-case-decided")
    clerk.page.locator(".documents a[href$='/preview']").first.click()
    tour.look(clerk, "document-preview")
    signatures = urlsplit(clerk.page.url).path.replace("/preview", "/signatures")
    tour.visit(clerk, signatures, "document-signatures")
    tour.visit(clerk, f"/inbox{case}/progress", "progress-decided")
    tour.visit(clerk, "/inbox?tab=unit", "inbox-unit")
    tour.visit(clerk, "/inbox?tab=all&due=new", "inbox-all")
    step = a_step(tour, case)
    tour.visit(clerk, f"/inbox/tasks/{step}", "step-alone")
    tour.visit(clerk, f"/inbox?tab=unit&task={step}", "step-beside-its-list")
    tour.visit(clerk, f"/inbox/same-answer?task={step}", "same-answer")
    tour.visit(clerk, f"/inbox/tasks/{step}/due", "inbox-due")
    tour.visit(clerk, "/inbox/filters?tab=unit&due=soon", "filters")
    clerk.send("filters.save_now")
    tour.look(clerk, "filters-errors")
    clerk.page.locator("#name").fill(f"დემო სია {tour.mark}")  # what is kept already has a name each
    clerk.send("filters.save_now")
    tour.visit(clerk, "/inbox/filters", "filters-kept")
    tour.visit(clerk, "/inbox/layout?tab=unit&service=high_mountain.grant", "list-layout")
    tour.visit(clerk, f"/inbox/letters?task={step}", "letters-to-print")
    tour.visit(clerk, "/inbox/cases?show=all", "office-cases")
    asked_within(tour, case)
    tour.visit(clerk, "/inbox/search", "search")
    clerk.fill({"question": "00000000101"})
    clerk.press("case_search.find")
    tour.look(clerk, "search-found")
    tour.visit(clerk, "/inbox/messages", "inbox-messages")
    tour.visit(clerk, "/inbox/signing-queue", "signing-queue")
    tour.visit(clerk, "/inbox/signing-queue/together", "sign-together")
    tour.visit(clerk, "/inbox/open", "openable")
    clerk.page.locator("main .panel a").first.click()
    tour.look(clerk, "opening")
    clerk.press("opening.open")
    tour.look(clerk, "opening-errors")
    desk(tour)
    budget(tour)
    property_register(tour)
    registers(tour)
    programmes(tour)
    supervision(tour)


def a_step(tour: Tour, case: str) -> UUID:
    """Return a step of the case's case officer."""
    case_id = UUID(case.rpartition("/")[2])
    with engine_of(tour.installation) as engine, engine.read(official(engine, SPECIALIST)) as tx:
        found: UUID = tx.scalar(
            "select id from tasks where case_id = :case_id and role = 'specialist' limit 1", case_id=case_id
        )
    return found


def property_register(tour: Tour) -> None:
    """A table of assets, with a mistake first, and an asset of it."""
    clerk, number = tour.person(SPECIALIST), f"TOUR-{tour.mark}"
    head, row = f"{ASSET_COLUMNS};{RIGHT_COLUMNS}", "movable;დემო მანქანა;additional"
    tour.visit(clerk, "/inbox/assets/import", "asset-import")
    for value, name in (("free", "asset-import-errors"), ("6000", "asset-import-preview")):
        own, let = f"{value};2015-05-20;დემო ქუჩა 1", "lease;დემო მოიჯარე;400000001;2025-03-01;2030-02-28"
        table = f"{head}\n{number};{row};{own};{let};150;month;L-7\n"
        file = {"name": "assets.csv", "mimeType": "text/csv", "buffer": table.encode()}
        clerk.page.locator("#table").set_input_files(file)  # type: ignore[arg-type]
        clerk.press("assets.import.check")
        tour.look(clerk, name)
    clerk.fill({"ground": "№ 3, 15.01.2026"})
    clerk.press("assets.import.confirm")
    tour.look(clerk, "assets")
    clerk.page.locator("tbody a").first.click()
    tour.look(clerk, "asset")
    inventory(tour)


def inventory(tour: Tour) -> None:
    """The list of an inventory and a thing on it, as those see them who do not count."""
    clerk, number = tour.person(SPECIALIST), f"TOUR-{tour.mark}"
    clerk.go("/inbox/open/keda/assets.inventory")
    clerk.fill({"_person": OPERATOR, "counted_on": today(), "why": "წლიური"})
    clerk.press("opening.open")
    clerk.page.wait_for_url("**/inbox/cases/*")
    tour.look(clerk, "inventory-case")
    case = clerk.page.url.rpartition("/")[2]
    tour.visit(clerk, f"/inbox/inventories/{case}?q={number}", "inventory")
    clerk.page.locator("main .documents a").first.click()
    tour.look(clerk, "inventory-item")
    tour.visit(clerk, f"/inbox/inventories/{case}/surplus", "inventory-surplus")


def registers(tour: Tour) -> None:
    """The registers of the office: a list, an entry beside it, one of another day, figures, an extract."""
    let_hold(tour.installation, HOLDERS[tour.language])
    head = tour.person(HEAD)
    tour.visit(head, "/inbox/registers", "registers")
    tour.visit(head, "/inbox/registers/residents", "register")
    head.page.locator("#q").fill(HOLDERS[tour.language])
    head.send("registers.apply")
    tour.look(head, "register-found")
    head.page.locator("table.tight .row-link").first.click()
    tour.look(head, "register-entry")
    head.send("registers.extract.ask")
    tour.look(head, "register-extract")
    _correction(tour, head)
    tour.visit(head, "/inbox/registers/residents?on=2020-01-01", "register-before")
    tour.visit(head, "/inbox/registers/residents/figures", "register-figures")
    with engine_of(tour.installation) as engine:
        part = ("residents", "keda", date.fromisoformat("2026-01-01"), None, None, False, "name", "csv")
        asked = engine.send(AskRegisterExport(*part, tour.language), actor=official(engine, HEAD))
    tour.visit(head, f"/inbox/registers/residents/exports/{asked.export_id}", "register-export")


def _correction(tour: Tour, head: Person) -> None:
    """A correction of the entry that is shown: asked for, proposed; and who looked at the entry."""
    entry = urlsplit(head.page.url).path.rstrip("/").removesuffix("/extract")
    tour.visit(head, f"{entry}/looks", "register-looks")
    tour.visit(head, f"{entry}/correction", "register-correct")
    head.page.locator("[name=written-residence_from]").fill("2010-02-01")
    head.page.locator("#reason").fill("სადემონსტრაციო შესწორება: დღე სხვა იყო.")
    head.send("registers.correction.propose")
    tour.look(head, "register-correction")


def programmes(tour: Tour) -> None:
    """The programmes of aid: those in force, next year's draft, a sub-programme of it, one with mistakes."""
    clerk, year = tour.person(SPECIALIST), str(local_date(SystemClock().now()).year + 1)
    tour.visit(clerk, "/inbox/programmes", "programmes")
    drafts = clerk.page.locator("main a[href^='/inbox/programmes/']").filter(has_text=year)
    if drafts.count() == 0:
        clerk.go("/inbox/open/keda/social.programme")
        clerk.fill({"_person": OPERATOR, "year": year, "kind": "year", "source": "last", "reason": "დემო"})
        clerk.press("opening.open")
        clerk.page.wait_for_url("**/inbox/cases/*")
        tour.visit(clerk, "/inbox/programmes", "programmes-drafted")
    drafts.first.click()
    tour.look(clerk, "programme")
    draft = urlsplit(clerk.page.url).path
    tour.visit(clerk, f"{draft}/newborn", "sub-programme")
    tour.visit(clerk, f"{draft}/new", "sub-programme-new")
    clerk.press("programme.save")
    tour.look(clerk, "sub-programme-errors")


def budget(tour: Tour) -> None:
    """A line of the budget, entered with a mistake first."""
    finance = tour.person(FINANCE)
    tour.visit(finance, "/inbox/budget", "budget")
    finance.press("budget.save")
    tour.look(finance, "budget-errors")
    line = {"code": f"06 02 {tour.mark}", "amount": "120 000,50", "ground": "№4, 15.12.2025"}
    finance.fill({**line, "name_ka": "სოციალური პროგრამა", "name_en": "Social programme"})
    finance.press("budget.save")
    tour.look(finance, "budget-line")
    tour.visit(finance, "/inbox/payouts", "payouts")
    tour.visit(finance, "/inbox/numbers", "numbers")


def desk(tour: Tour) -> None:
    clerk = tour.person(CHANCELLERY)
    tour.visit(clerk, "/desk/contacts", "desk")
    clerk.press("account.desk.look_up")
    tour.look(clerk, "desk-errors")
    address = f"desk-{tour.mark}@demo.invalid"
    clerk.fill({"personal_number": "00000000110", "contact": address})
    clerk.press("account.desk.look_up")
    tour.look(clerk, "desk-compare")
    before = len(tour.installation.mails)
    clerk.fill({"compared": "yes"})
    clerk.press("sign_in.code.send")
    tour.look(clerk, "desk-confirm")
    clerk.fill({"code": code_for(tour.installation, address, after=before)})
    clerk.press("account.contacts.confirm")
    tour.look(clerk, "desk-done")


def supervision(tour: Tour) -> None:
    stopped = case_with_incident(tour)
    head = tour.person(HEAD)
    head.go("/inbox/incidents")
    head.wait_for_one(f"a[href$='{stopped}']")
    tour.look(head, "incidents")
    tour.visit(head, f"/inbox{stopped}/progress", "progress-stopped")
    tour.visit(head, f"/inbox{stopped}", "clerk-case-stopped")
    head.page.locator("main a[href*='/skip']").first.click()
    tour.look(head, "incident-skip")
    head.press("incident.skip")
    tour.look(head, "incident-skip-errors")
    tour.visit(head, f"/inbox{stopped}/move", "move")
    head.page.locator("[name=element]").select_option(index=1)
    head.fill({"legal_basis": "დემო საფუძველი, მუხლი 1"})
    head.press("move.next")
    tour.look(head, "move-check")
    tour.visit(head, "/inbox/board", "board")
    tour.visit(head, "/inbox?tab=all&free=specialist", "inbox-of-nobody")
    tour.visit(head, "/inbox/figures", "office-figures")
    tour.visit(head, "/inbox/deadlines?span=month&whose=all", "deadlines-month")
    tour.visit(head, "/inbox/deadlines", "deadlines-week")
    tour.visit(head, f"/inbox/deadlines?span=day&day={today()}", "deadlines-day")
    tour.visit(head, "/inbox/export?show=all&service=high_mountain.grant", "export-cases")
    tour.visit(head, "/inbox?tab=unit", "inbox-of-head")
    tour.visit(head, "/inbox/feedback", "feedback-list")
    quality(tour)
    absences(tour)
    tour.visit(head, "/inbox/returns", "returns")
    tour.visit(head, "/inbox/subscribers", "subscribers")


def quality(tour: Tour) -> None:
    """A sample of decisions, drawn with a mistake first, and the check of one."""
    head, day = tour.person(HEAD), local_date(SystemClock().now())
    tour.visit(head, "/inbox/quality", "quality")
    head.fill({"since": str(day - timedelta(days=300)), "until": str(day), "size": "0"})
    head.press("quality.draw_now")
    tour.look(head, "quality-errors")
    head.fill({"size": "3"})
    head.press("quality.draw_now")
    head.page.wait_for_url("**/inbox/quality/*")
    tour.look(head, "quality-sample")
    head.page.locator("main tbody tr:first-child td:last-child a").click()
    tour.look(head, "quality-check")


def absences(tour: Tour) -> None:
    """An absence, entered with a mistake first, that the head declines: nobody else's steps move."""
    clerk, head = tour.person(CHANCELLERY), tour.person(HEAD)
    first = local_date(SystemClock().now()) + timedelta(days=100 if tour.language == "en" else 120)
    tour.visit(clerk, "/inbox/absences", "absences")
    clerk.fill({"first_on": str(first), "last_on": str(first - timedelta(days=3))})
    clerk.send("absence.save")
    tour.look(clerk, "absences-errors")
    clerk.fill({"last_on": str(first + timedelta(days=3))})
    clerk.send("absence.save")
    tour.visit(head, "/inbox/absences", "absences-to-approve")
    head.page.locator("main tbody tr:first-child th a").first.click()
    tour.look(head, "absence")
    head.fill({"reason": "დემო: ამ კვირაში შემოწმებაა."})
    head.send("absence.decline")
    tour.visit(clerk, "/inbox/absences", "absences-declined")


def asked_within(tour: Tour, case: str) -> None:
    """A question on the case to a colleague, asked with a mistake first, and its answer."""
    head, clerk = tour.person(HEAD), tour.person(SPECIALIST)
    tour.visit(head, f"/inbox{case}/ask", "adhoc-ask")
    head.fill({"question": f"დემო შეკითხვა {tour.mark}", "due_on": "2020-01-01"})
    head.page.locator("#who").select_option("office:specialist")
    head.send("adhoc.send")
    tour.look(head, "adhoc-ask-errors")
    head.fill({"due_on": str(local_date(SystemClock().now()) + timedelta(days=9))})
    head.send("adhoc.send")
    tour.visit(clerk, "/inbox/asked", "adhoc-tasks")
    clerk.page.get_by_role("link", name=f"დემო შეკითხვა {tour.mark}").first.click()
    tour.look(clerk, "adhoc-task")
    clerk.fill({"answer": "დემო პასუხი."})
    clerk.send("adhoc.send_answer")
    tour.visit(head, f"/inbox{case}", "adhoc-answered")


def monitoring(tour: Tour) -> None:
    """A batch of cases, and a visit as somebody sees it on a telephone."""
    head = tour.person(HEAD)
    tour.visit(head, "/inbox/batches/plan", "batch-plan")
    head.fill({"ground": "დემო გეგმა", "condition": "entry.village = 1"})
    head.press("batch.dry")
    tour.look(head, "batch-plan-errors")
    head.fill({"condition": ""})
    head.press("batch.dry")
    head.wait_for_one("main button[value='start']")
    tour.look(head, "batch-planned")
    head.press("batch.start.planned")
    head.wait_for_one("progress")
    tour.look(head, "batch")
    tour.visit(head, "/inbox/batches", "batches")
    visitor = tour.person(MAYOR_REP)
    visitor.take(name_of("high_mountain.monitoring", "visit", tour.language))
    tour.look(visitor, "monitoring-visit")
    visitor.page.set_viewport_size({"width": NARROW, "height": 800})
    visitor.fill({"visited_on": today(), "finding": "absent", "note": "სახლი დაკეტილია."})
    visitor.fill({"neighbours": "ზაფხულის შემდეგ არ უნახავთ."})
    tour.look(visitor, "monitoring-visit-absent")
    visitor.page.set_viewport_size({"width": NARROW, "height": 800})
    visitor.press("task.complete")
    visitor.wait_until_done()
