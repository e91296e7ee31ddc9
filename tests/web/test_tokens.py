"""Tokens: made and ended on pages, dead with the office, and never for more than they name."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest
from flask import Flask

from engine.bootstrap import Engine
from engine.commands import EndToken
from engine.errors import NotFound
from engine.identity.tokens import SCOPES
from engine.roles import Right
from tests.web.desk import CITIZEN, Desk
from tests.web.programs import Program, made_token, of_citizen, of_office, official, person, token_rows
from web.api.callers import Who
from web.api.operations import RULES

PAGE = "/account/tokens"


def made_on_page(desk: Desk, browser: Any, **changes: Any) -> Any:
    typed = {"name": "book-keeping", "office": "own", "scope": ["cases:read"], **changes}
    return browser.submit(browser.get(PAGE), typed)


def test_token__made_on_the_page__is_shown_once_and_works(app: Flask, desk: Desk) -> None:
    browser = desk.signed_in()

    page = made_on_page(desk, browser)
    shown = page.html.select_one("code.secret")

    assert shown is not None and shown.get_text().startswith("mms_")
    assert Program(app, shown.get_text()).get("/cases").status_code == 200
    again = browser.get(PAGE)
    assert "book-keeping" in again.text and "mms_" not in again.text and "last used 01.09.2026" in again.text


def test_page__sent_twice__makes_one_token(desk: Desk) -> None:
    browser = desk.signed_in()
    form = browser.get(PAGE)
    typed = {"name": "one", "office": "own", "scope": ["cases:read"]}

    browser.submit(form, typed)
    second = browser.submit(form, typed)

    assert second.status == 422 and "has been made already" in second.text
    assert len(second.html.select("#mine ~ ul > li")) == 1


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"name": " "}, "Give the token a name"),
        ({"scope": []}, "Choose at least one thing"),
        ({"last_day": "2031-01-01"}, "at most 366 days ahead"),
        ({"last_day": "soon"}, "Enter a last day"),
        ({"office": "mayor/keda"}, "You do not hold this office"),
    ],
)
def test_token__that_can_t_be__is_refused_with_what_to_do(
    desk: Desk, changes: dict[str, Any], words: str
) -> None:
    page = made_on_page(desk, desk.signed_in(), **changes)

    assert page.status == 422 and words in page.text


def test_token__ended_by_its_person__is_dead(app: Flask, engine: Engine, desk: Desk) -> None:
    browser = desk.signed_in()
    program = of_citizen(app, engine, CITIZEN)
    before = program.get("/cases").status_code

    page = browser.get(PAGE)
    browser.submit(page, form=page.form("/end"))
    after = program.get("/cases")

    assert (before, after.status_code, after.json["code"]) == (200, 401, "api.token_dead")
    assert after.headers["WWW-Authenticate"] == "Bearer"


def test_token__of_an_office_that_ends__is_dead_at_once(app: Flask, engine: Engine) -> None:
    program = of_office(app, engine, "specialist")
    before = program.get("/tasks").status_code

    with psycopg.connect(engine.settings.database_url) as connection:
        connection.execute("update role_grants set valid_until = '2026-09-01'")
    after = program.get("/tasks")

    assert (before, after.status_code, after.json["code"]) == (200, 401, "api.token_dead")


def test_token__after_its_last_day__is_dead(app: Flask, engine: Engine, desk: Desk) -> None:
    program = of_citizen(app, engine, CITIZEN, days=3)
    desk.clock.advance(timedelta(days=3))
    last = program.get("/cases").status_code
    desk.clock.advance(timedelta(days=1))

    assert (last, program.get("/cases").status_code) == (200, 401)


def test_token__in_the_database__is_no_secret(engine: Engine) -> None:
    secret = made_token(engine, person(engine, CITIZEN))

    with psycopg.connect(engine.settings.database_url) as connection:
        rows = str(connection.execute("select * from access_tokens").fetchall())
        events = str(
            connection.execute("select body from stream_events where kind = 'token.made'").fetchall()
        )

    assert secret not in rows and secret.removeprefix("mms_") not in rows
    assert "cases:read" in events and secret not in events


def test_token__of_somebody_else__does_not_exist(engine: Engine) -> None:
    mine, other = person(engine, CITIZEN), person(engine, "00000000105")
    token_id = uuid4()
    made_token(engine, mine, token_id=token_id)

    with pytest.raises(NotFound):
        engine.send(EndToken(token_id), actor=other)

    assert [one.token_id for one in token_rows(engine, mine)] == [token_id]
    assert token_rows(engine, other) == ()


def test_administrator__sees_and_ends_the_tokens_of_own_offices_alone(
    app: Flask, engine: Engine, desk: Desk
) -> None:
    program = of_office(app, engine, "specialist")
    of_office(app, engine, "specialist", "telavi")
    own = of_citizen(app, engine, CITIZEN)
    admin = desk.staff("municipal_admin")

    page = admin.get("/admin/municipalities/keda/tokens")
    ends = page.html.select("ul.documents form")
    admin.submit(page, form=ends[0])

    assert len(ends) == 1
    assert program.get("/tasks").status_code == 401
    assert own.get("/cases").status_code == 200
    assert admin.get("/admin/municipalities/telavi/tokens").status == 403


def test_cookie__of_a_signed_in_person__opens_nothing(app: Flask, desk: Desk) -> None:
    browser = desk.signed_in()

    answer = browser.client.get("/api/v1/cases")

    assert (answer.status_code, answer.json["code"]) == (401, "api.token_needed")
    assert "Set-Cookie" not in answer.headers and "Access-Control-Allow-Origin" not in answer.headers


def _addresses() -> list[tuple[str, str, str]]:
    from web.api.operations import blueprint

    values = {"code": "keda", "service": "high_mountain.grant", "digest": "a" * 64}
    values |= {"unit": "keda-unit-1", "name": "con.fee.m2"}
    found = []
    app = Flask("rules")
    from web import addresses

    addresses.init(app)
    app.register_blueprint(blueprint)
    for route in app.url_map.iter_rules():
        if route.endpoint in RULES:
            filled = {name: values.get(name, UUID(int=7)) for name in route.arguments}
            _, path = route.build(filled) or ("", "")
            method = next(iter(set(route.methods or ()) & {"GET", "POST", "PUT", "PATCH", "DELETE"}))
            found.append((route.endpoint, method, path))
    return sorted(found)


ADDRESSES = _addresses()
# What each scope opens, written by hand: an address that is named nowhere, or twice, is a mistake.
OPENED = {
    "": {
        *("openapi", "list_municipalities", "list_services", "search_services", "get_service"),
        *("list_announcements", "get_announcement", "list_permits", "verify_certificate"),
        *("list_centers", "list_directory", "get_directory_service", "list_directory_partners"),
    },
    "cases:read": {
        *("list_drafts", "get_draft", "list_cases", "get_case", "get_history", "list_messages"),
        *(
            "list_payments",
            "list_returns",
            "list_incidents",
            "list_moves",
            "list_office_cases",
            "list_related_cases",
            "search_cases",
            "list_unread",
        ),
        *("list_proceedings", "get_proceeding", "list_runs", "list_plannable", "get_run", "list_reads"),
    },
    "cases:act": {
        *("save_draft", "drop_draft", "file_application", "write_message", "mark_messages_seen"),
        *("withdraw_case", "step_aside", "respond", "start_payment", "note_return", "ask_correction"),
        *("retry_incident", "skip_incident", "act_on_incidents", "move_case"),
        *("open_proceeding", "plan_run", "steer_run"),
        *("choose_channel", "choose_channel_of_case", "drop_channel_of_case"),
    },
    "tasks:read": {"list_tasks", "get_task", "get_board", "list_colleagues", "get_tray", "get_due_day"},
    "tasks:act": {
        *("claim_task", "release_task", "save_task", "complete_task", "assign_task", "act_on_tasks"),
    },
    "files:read": {"get_file", "get_package_of_case"},
    "files:act": {"send_file", "deposit_paper"},
    "letters:read": {"list_letters", "get_channels"},
    "registers:read": {"list_entries", "list_certificates", "list_register_history", "list_consumers"},
    "registers:act": {"issue_certificate", "tell_change_again", "settle_change"},
    "reports:read": {
        *("get_case_figures", "get_office_figures", "get_visit_figures", "list_visits", "get_feedback"),
        *("list_published", "get_answers"),
    },
    "reports:act": {"record_visit", "note_outcome", "announce", "withdraw_announcement", "tell_outcome"},
    "money:read": {
        *("list_budget_lines", "get_budget_line", "list_payouts", "get_cash_of_centers", "list_act_numbers"),
    },
    "money:act": {"add_budget_line", "change_budget_line", "void_act_number"},
    "property:read": {
        *("list_assets", "get_asset", "check_asset_table"),
        *("get_inventory", "list_inventory_items", "get_inventory_item"),
    },
    "property:act": {"import_asset_table", "count_item", "note_surplus"},
    "centers:read": {
        *("list_free_times", "list_appointments", "get_center_day", "list_expected"),
        *("list_tickets", "get_ticket", "get_hours"),
        *("find_desk_payment", "list_receipts", "get_receipt", "get_closing"),
    },
    "centers:act": {
        *("make_appointment", "cancel_appointment", "expect_caller", "note_arrival"),
        *("take_ticket", "call_next", "end_ticket", "set_hours", "set_center_day"),
        *("receive_cash", "void_receipt", "count_cash", "confirm_count", "note_deposit"),
    },
    "administration:read": {
        *("get_switches", "list_units", "list_staff", "list_parameters", "list_letterheads"),
        *("list_cash_rules", "list_tokens", "list_programs", "list_rollout", "list_law"),
        "list_days_off",
        *("list_staffed_centers", "list_center_staff"),
    },
    "administration:act": {
        *("set_switch", "add_unit", "rename_unit", "end_unit", "give_office", "end_office"),
        *("set_parameter", "set_letterhead", "set_cash_rule", "end_token"),
        *("name_responsible", "end_program"),
        *("enter_municipality", "set_rollout", "set_law"),
        *("add_directory_service", "change_directory_service", "withdraw_directory_service"),
        "set_directory_partner",
        "declare_day_off",
        *("give_center_office", "end_center_office"),
    },
    "studio:read": {
        *("get_studio", "list_versions", "compare_versions", "get_service_draft", "get_draft_file"),
        *("list_findings", "compare_draft", "get_package", "list_publications", "get_publication"),
        "find_usages",
    },
}
# Which right an address asks for, as the page does that shows the same.
RIGHTS = {
    Right.SUPERVISE: {
        *("get_board", "list_colleagues", "assign_task", "list_incidents", "retry_incident", "skip_incident"),
        *("act_on_incidents", "list_moves", "move_case", "get_feedback", "get_office_figures"),
        *("list_consumers", "tell_change_again", "settle_change"),
    },
    Right.RETURN_MONEY: {"list_returns", "note_return", "get_cash_of_centers"},
    Right.RUN_COHORTS: {"list_runs", "list_plannable", "plan_run", "get_run", "steer_run"},
    Right.KEEP_BUDGET: {"list_budget_lines", "get_budget_line", "add_budget_line", "change_budget_line"},
    Right.PAY_OUT: {"list_payouts"},
    Right.KEEP_NUMBERS: {"list_act_numbers", "void_act_number"},
    Right.KEEP_PROPERTY: {"list_assets", "get_asset", "check_asset_table", "import_asset_table"},
    Right.ANNOUNCE: {
        *("announce", "withdraw_announcement", "tell_outcome", "list_published", "get_answers"),
    },
    Right.ROLL_OUT: {
        *("get_case_figures", "list_rollout", "enter_municipality", "set_rollout", "list_law", "set_law"),
        *("list_staffed_centers", "list_center_staff", "give_center_office", "end_center_office"),
    },
    Right.KEEP_DIRECTORY: {
        *("add_directory_service", "change_directory_service", "withdraw_directory_service"),
        "set_directory_partner",
    },
    Right.SEE_FIGURES: {"get_visit_figures"},
    Right.ASSIST: {
        *("list_visits", "record_visit", "note_outcome"),
        *("get_center_day", "list_expected", "expect_caller", "note_arrival"),
        *("list_tickets", "get_ticket", "take_ticket", "call_next", "end_ticket"),
    },
    Right.ADMINISTER: {
        *("get_switches", "list_units", "list_staff", "list_parameters", "list_letterheads"),
        *("set_switch", "add_unit", "rename_unit", "end_unit", "give_office", "end_office"),
        *("set_parameter", "set_letterhead", "list_cash_rules", "set_cash_rule", "list_tokens", "end_token"),
        *("list_programs", "name_responsible", "end_program"),
        *("list_days_off", "declare_day_off"),
    },
    Right.DRAW_SERVICES: {
        *("get_studio", "get_service_draft", "get_draft_file", "list_findings", "compare_draft"),
        *("get_package", "find_usages"),
    },
    Right.APPROVE_SERVICES: {"list_versions", "compare_versions", "list_publications", "get_publication"},
}


def test_scopes__each_opens__what_the_table_says() -> None:
    opened: dict[str, set[str]] = {}
    for endpoint, rule in RULES.items():
        opened.setdefault(rule.scope, set()).add(endpoint.removeprefix("api."))

    rights: dict[Right, set[str]] = {}
    for endpoint, rule in RULES.items():
        if rule.right is not None:
            rights.setdefault(rule.right, set()).add(endpoint.removeprefix("api."))

    assert (opened, rights) == (OPENED, RIGHTS)
    assert set(opened) - {""} <= set(SCOPES)


def test_scope__that_is_lacking__closes_every_address_that_needs_it(
    app: Flask, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("engine.handlers.tokens.MOST_OPEN", 2 * len(SCOPES))
    clerk, head = official(engine, "specialist"), official(engine, "head_of_service")
    made: dict[tuple[bool, str], tuple[Program, Program]] = {}
    for scope in SCOPES:
        others = tuple(one for one in SCOPES if one != scope)
        for is_office, who in ((False, (clerk,)), (True, (head, "head_of_service", "keda"))):
            lacking, having = (made_token(engine, *who, scopes=named) for named in (others, (scope,)))
            made[is_office, scope] = Program(app, lacking), Program(app, having)
    wrong = []
    for endpoint, method, path in ADDRESSES:
        rule = RULES[endpoint]
        if rule.scope:
            lacking, having = made[rule.who is Who.OFFICE, rule.scope]
            told = [program.ask(method, path) for program in (lacking, having)]
            closed = [one.status_code == 403 and one.json["code"] == "api.scope_missing" for one in told]
            wrong += [] if closed == [True, False] else [(endpoint, closed)]

    assert wrong == []


def test_nobody__without_a_token__reaches_more_than_the_catalogue(app: Flask) -> None:
    client = app.test_client(use_cookies=False)

    open_to_all = {
        endpoint
        for endpoint, method, path in ADDRESSES
        if client.open(f"/api/v1{path}", method=method).status_code != 401
    }

    assert open_to_all == {f"api.{one}" for one in OPENED[""]}


def test_requests__beyond_the_limit__are_told_when_to_come_again(app: Flask, engine: Engine) -> None:
    program = of_citizen(app, engine, CITIZEN)
    with psycopg.connect(engine.settings.database_url) as connection:
        program.get("/drafts")
        connection.execute("update address_counts set number = 6000 where kind = 'api'")
        connection.commit()

    answer = program.get("/drafts")

    assert (answer.status_code, answer.json["code"]) == (429, "visitor.too_often")
    assert int(answer.headers["Retry-After"]) > 0


def test_right__that_the_office_lacks__closes_the_address(app: Flask, engine: Engine) -> None:
    clerk = of_office(app, engine, "mayor_rep")

    heard = {
        endpoint: clerk.ask(method, path).status_code
        for endpoint, method, path in ADDRESSES
        if RULES[endpoint].right is not None
    }

    assert set(heard.values()) == {403}
