"""Rate limits: whoever asks too often hears so in words and when to come again, each limit through a proxy.

Every request comes from a proxy of ours on this machine, with the client's network in `X-Forwarded-For`
behind whatever the client itself wrote there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from io import BytesIO
from itertools import count
from uuid import uuid4

import psycopg
import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from engine.bootstrap import Engine, build
from engine.clock import ZONE, SettableClock
from engine.identity.rate_limits import RateLimits
from tests.documents.made_files import a_picture
from tests.web.apps import app_over
from tests.web.browser import Browser, fields_of
from tests.web.desk import ANOTHER_CITIZEN, CITIZEN, CONTINUE, EVIDENCE, SERVICE, Desk, answers_on
from web.i18n import LANGUAGES
from web.words import TEXTS

HERE, ELSEWHERE = "198.51.100.7", "198.51.100.8"
TWICE = RateLimits(**dict.fromkeys(RateLimits.__dataclass_fields__, 2))
CLAIMED = count()
CERTIFICATE = f"/verify/{'2' * 16}"


@pytest.fixture
def narrow(engine: Engine, clock: SettableClock) -> Iterator[Engine]:
    """An engine behind one proxy that allows everything twice within an hour."""
    built = build(replace(engine.settings, rate_limits=TWICE, proxies=1), clock=clock)
    yield built
    built.close()


@pytest.fixture
def app(narrow: Engine) -> Flask:
    return app_over(narrow)


def at(browser: Browser, network: str = HERE) -> Browser:
    """Let the browser come from a network; what it claims of itself is another one each time."""
    claimed = f"203.0.113.{next(CLAIMED) % 250}"
    browser.client.environ_base |= {
        "REMOTE_ADDR": "127.0.0.1",
        "HTTP_X_FORWARDED_FOR": f"{claimed}, {network}",
    }
    return browser


def eligible(client: FlaskClient) -> TestResponse:
    return client.post(f"{SERVICE}/eligibility", data={})


def challenge(client: FlaskClient) -> TestResponse:
    return client.post("/sign-in/card/challenge", data={"csrf_token": token(client, "/sign-in")})


def certificate(client: FlaskClient) -> TestResponse:
    return client.get(CERTIFICATE)


def spoken(client: FlaskClient) -> TestResponse:
    return client.post(
        "/speech", data={"text": "a", "csrf_token": token(client, "/feedback?page=public.home")}
    )


def comment(client: FlaskClient) -> TestResponse:
    path = "/feedback?page=public.home"
    sent = {"rating": "3", "_key": str(uuid4()), "csrf_token": token(client, path)}
    return client.post(path, data=sent)


def municipalities(client: FlaskClient) -> TestResponse:
    return client.get("/api/v1/municipalities", headers={"Accept-Language": "en"})


def provider(client: FlaskClient) -> TestResponse:
    return client.get("/sign-in/with/nobody")  # counted before it is looked up


ASKED = {
    "eligibility": eligible,
    "verify": certificate,
    "speech": spoken,
    "card": challenge,
    "feedback": comment,
    "api": municipalities,
    "openid": provider,
}


def said(key: str, language: str, clock: SettableClock) -> str:
    """Return what is told of a refusal that lasts until the hour is over."""
    again = clock.now().astimezone(ZONE).replace(minute=0) + timedelta(hours=1)
    return TEXTS.get(language, key, again_at=f"{again:%d.%m.%Y %H:%M}")


def token(client: FlaskClient, path: str) -> str:
    page = client.get(path).get_data(as_text=True)
    return page.split('name="csrf_token" value="', 1)[1].split('"', 1)[0]


def test_limits__each_one__has_a_test_here() -> None:
    by_form = {"uploads", "filing", "codes", "tracking"}

    assert set(RateLimits.__dataclass_fields__) == {*ASKED, *by_form}


@pytest.mark.parametrize("kind", ASKED)
def test_limit__through_a_proxy__counts_the_network_that_the_proxy_saw(
    browser: Callable[[], Browser], kind: str
) -> None:
    ask = ASKED[kind]

    answers = [ask(at(browser()).client).status_code for _ in range(3)]

    assert 429 not in answers[:2] and answers[2] == 429
    assert ask(at(browser(), ELSEWHERE).client).status_code != 429


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("ask", [eligible, certificate, spoken, challenge])
def test_visitor__asks_too_often__hears_so_in_words_and_when_to_come_again(
    browser: Callable[[], Browser],
    clock: SettableClock,
    language: str,
    ask: Callable[[FlaskClient], TestResponse],
) -> None:
    clock.advance(timedelta(minutes=20))
    client = at(browser()).client
    client.get(f"/?language={language}")
    before = [ask(client).status_code for _ in range(2)]

    refused = ask(client)

    assert 429 not in before and refused.status_code == 429
    assert refused.headers["Retry-After"] == str(40 * 60)
    told = refused.get_json()["error"] if refused.is_json else refused.get_data(as_text=True)
    assert said("errors.rate_limit.exceeded", language, clock) in told
    clock.advance(timedelta(minutes=40))
    assert ask(client).status_code != 429


def test_visitor__from_another_network__is_not_held_up(browser: Callable[[], Browser]) -> None:
    for _ in range(3):
        last = certificate(at(browser()).client)

    assert last.status_code == 429
    assert certificate(at(browser(), ELSEWHERE).client).status_code == 404


def test_visitor__of_one_household_in_ipv6__is_counted_with_it(browser: Callable[[], Browser]) -> None:
    answers = [certificate(at(browser(), f"2001:db8:1:2::{n}").client).status_code for n in (1, 2, 3)]
    other = certificate(at(browser(), "2001:db8:1:3::1").client).status_code

    assert (answers, other) == ([404, 404, 429], 404)


def test_center__people_signed_in_behind_one_address__are_counted_one_by_one(
    desk: Desk, browser: Callable[[], Browser]
) -> None:
    one, two = (at(desk.signed_in(number)) for number in (CITIZEN, ANOTHER_CITIZEN))
    for _ in range(3):
        last = certificate(one.client)

    assert last.status_code == 429
    assert certificate(two.client).status_code == 404
    assert certificate(at(browser()).client).status_code == 404
    assert certificate(at(desk.signed_in(), ELSEWHERE).client).status_code == 429  # the account goes along


def test_files__too_many__are_refused_in_words_and_the_form_is_kept(desk: Desk) -> None:
    person = at(desk.signed_in())
    page = person.get(EVIDENCE)
    data = {"csrf_token": fields_of(page.form())["csrf_token"]}
    by_script = [
        person.client.post("/uploads", data={**data, "file": (BytesIO(a_picture("PNG", (9, n))), "a.png")})
        for n in (3, 4, 5)
    ]

    with_form = person.submit(
        page, answers_on(EVIDENCE), button=CONTINUE, files={"files": (a_picture("JPEG"), "b.jpg")}
    )

    assert [answer.status_code for answer in by_script] == [200, 200, 429]
    assert "Try again at" in by_script[-1].get_json()["error"] and by_script[-1].headers["Retry-After"]
    assert with_form.status == 422 and "Try again at" in with_form.text


def test_filing__too_often__keeps_the_answers_and_says_when(desk: Desk, narrow: Engine) -> None:
    person = at(desk.signed_in())
    check = desk.fill_in(person)
    with psycopg.connect(narrow.settings.owner_url) as connection:
        for _ in range(2):
            person.client.post(f"{SERVICE}/file", data={**fields_of(check.form()), "_answers": "{}"})
        refused = person.submit(check)
        cases = connection.execute("select count(*) from cases").fetchone()

    assert refused.status == 429 and "Try again at" in refused.text
    assert "დემო ქუჩა 1" in refused.text and cases == (0,)
    desk.clock.advance(timedelta(hours=1))
    later = at(desk.signed_in())
    assert later.submit(later.get(f"{SERVICE}/check")).path.endswith("/receipt")


def test_codes__of_one_network__are_a_setting(browser: Callable[[], Browser]) -> None:
    answers = []
    for number in (1, 2, 3):
        one = at(browser())
        typed = {"personal_number": CITIZEN, "contact": f"citizen{number}@demo.invalid"}
        answers.append(one.submit(one.get("/sign-in/code"), typed).response)

    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert answers[-1].headers["Retry-After"] == "3600"


def test_tracking__of_one_network__is_a_setting(browser: Callable[[], Browser]) -> None:
    one = at(browser())
    typed = {"tracking": "0000-0000-0000-0000-0"}

    answers = [one.submit(one.get("/track"), typed).response for _ in range(3)]

    assert [answer.status_code for answer in answers] == [422, 422, 429]
    assert answers[-1].headers["Retry-After"] == "3600"


def test_count__keeps_no_address_and_no_name(desk: Desk, narrow: Engine) -> None:
    certificate(at(desk.signed_in()).client)
    certificate(at(desk._browser()).client)

    with psycopg.connect(narrow.settings.owner_url) as connection:
        kept = connection.execute("select address_mac from address_counts").fetchall()
    assert len(kept) == 2 and all(len(mac) == 16 and HERE.encode() not in mac for (mac,) in kept)
