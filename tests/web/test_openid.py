"""Signing in at OpenID providers over the pages: who comes in, who does not, and how it ends."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from joserfc import jwt
from joserfc.jwk import RSAKey

from engine.connectors.openid import AGAIN
from tests.databases import BEGINNING
from tests.web.card_house import ENGINE_TEXTS
from tests.web.desk import CITIZEN
from tests.web.openid_house import TWO_FACTORS, OpenIdHouse

SPECIALIST, NOT_ENTERED, ANOTHER = "00000002002", "00000000110", "00000000102"


def words(code: str) -> str:
    return ENGINE_TEXTS.get("en", f"errors.openid.{code}")


def test_provider__names_a_citizen__opens_a_session_and_goes_on(openid: OpenIdHouse) -> None:
    page = openid.sign_in(CITIZEN, query={"next": "/account"})

    assert page.path == "/account" and "at a sign-in service" in page.text
    assert openid.sql("select method, assurance, provider from sessions") == [("openid", "code", "sso")]


def test_provider__names_somebody__is_kept_apart_from_their_number(openid: OpenIdHouse) -> None:
    openid.sign_in(CITIZEN, sub="of the provider")

    [identity] = openid.sql(
        "select i.*, p.personal_number from openid_identities i join people p on p.id = i.person_id"
    )
    assert identity[1:3] == (openid.provider.address, "of the provider")
    assert identity[-1] == CITIZEN and CITIZEN not in map(str, identity[:-1])


def test_link_to_the_provider__asks_with_pkce_and_for_the_code_alone(openid: OpenIdHouse) -> None:
    asked = openid.go(level="card")

    assert (asked["response_type"], asked["code_challenge_method"]) == ("code", "S256")
    assert (asked["acr_values"], asked["client_id"]) == (TWO_FACTORS, "mms-sso")
    assert asked["redirect_uri"] == f"{openid.engine.settings.public_url}/sign-in/with/sso/back"


def test_sign_in_page__of_several_providers__offers_each_with_where_one_wanted_to_go(
    openid: OpenIdHouse,
) -> None:
    page = openid.browser.get("/sign-in?next=/cases")

    links = [str(link["href"]) for link in page.html.select('main a[href^="/sign-in/with/"]')]
    plain = [f"/sign-in/with/{key}?next=/cases" for key in ("sso", "work", "bank")]
    surely = [f"/sign-in/with/{key}?level=card&next=/cases" for key in ("sso", "bank")]
    assert sorted(links) == sorted(plain + surely)


def test_provider__names_somebody_new_here__enters_them_as_the_registry_knows_them(
    openid: OpenIdHouse,
) -> None:
    openid.sql("delete from people where personal_number = %s", NOT_ENTERED)

    openid.sign_in(NOT_ENTERED, given_name="Somebody", family_name="Else")

    [(name,)] = openid.sql("select given_name from people where personal_number = %s", NOT_ENTERED)
    assert openid.is_signed_in() and name != "Somebody"


OFFICES = [
    ("sso", TWO_FACTORS, 200),
    ("work", TWO_FACTORS, 200),
    ("bank", TWO_FACTORS, 403),
    ("sso", None, 403),
]


@pytest.mark.parametrize(("key", "acr", "status"), OFFICES)
def test_specialist__by_provider_and_level__opens_the_office_or_not(
    openid: OpenIdHouse, key: str, acr: str | None, status: int
) -> None:
    openid.sign_in(SPECIALIST, key=key, acr=acr)

    assert openid.browser.get("/inbox").status == status


@pytest.mark.parametrize("claim", ["roles", "groups", "realm_access", "permissions"])
def test_claim_of_roles__of_a_citizen__gives_none(openid: OpenIdHouse, claim: str) -> None:
    said = {"roles": ["mayor"]} if claim == "realm_access" else ["mayor", "administrator"]
    openid.sign_in(CITIZEN, acr=TWO_FACTORS, **{claim: said})

    assert openid.is_signed_in()
    assert {openid.browser.get(path).status for path in ("/inbox", "/admin")} <= {403, 404}


REFUSED: dict[str, tuple[str, dict[str, Any]]] = {
    "another nonce": ("not_proven", {"nonce": "n"}),
    "expired": ("not_proven", {"exp": int((BEGINNING - timedelta(days=1)).timestamp())}),
    "another audience": ("not_proven", {"aud": "somebody"}),
    "another issuer": ("not_proven", {"iss": "https://sso.example.ge"}),
    "no number": ("no_number", {"personal_number": None}),
    "a number of no person": ("no_number", {"personal_number": "12"}),
    "a number that is no text": ("no_number", {"personal_number": 101}),
}


@pytest.mark.parametrize("case", REFUSED)
def test_provider__that_proves_no_person__opens_nothing_and_says_what_to_do(
    openid: OpenIdHouse, case: str
) -> None:
    code, claims = REFUSED[case]

    page = openid.sign_in(CITIZEN, query={"next": "/cases"}, **claims)

    assert page.status == 422 and words(code) in page.text
    assert page.html.select_one('main a[href="/sign-in/with/sso?next=/cases"]') is not None
    assert not openid.is_signed_in()


def test_token__of_a_stranger_or_of_nobody__opens_nothing(openid: OpenIdHouse) -> None:
    stranger = RSAKey.generate_key(2048, {"kid": "one"})
    openid.provider.published = [RSAKey.import_key(stranger.as_dict(private=False))]

    assert words("not_proven") in openid.sign_in(CITIZEN).text

    openid.provider.published = None
    openid.provider.token = f"{jwt.encode({'alg': 'RS256'}, {}, stranger).split('.')[0]}.e30."
    assert words("not_proven") in openid.sign_in(CITIZEN).text
    assert not openid.is_signed_in()


def test_keys__rotated_by_the_provider__are_asked_anew(openid: OpenIdHouse) -> None:
    openid.sign_in(CITIZEN)
    openid.clock.advance(timedelta(minutes=1))
    openid.provider.keys = [RSAKey.generate_key(2048, {"kid": "two"})]

    page = openid.sign_in(CITIZEN, query={"next": "/account"})

    assert page.path == "/account"


def test_answer__of_somebody_who_cancelled__changes_nothing(openid: OpenIdHouse) -> None:
    page = openid.come_back(openid.go(), error="access_denied")

    assert page.status == 422 and words("cancelled") in page.text


ANSWERS = {
    "of another issuer": ("not_proven", {"iss": "https://sso.example.ge"}),
    "with an error of the request": ("not_proven", {"error": "invalid_scope"}),
    "with an error of the provider": ("away", {"error": "server_error"}),
    "that the level is not there": ("level_too_low", {"error": "unmet_authentication_requirements"}),
    "with another state": ("attempt_over", {"state": "x"}),
    "without a state": ("attempt_over", {"state": ""}),
}


@pytest.mark.parametrize("case", ANSWERS)
def test_answer__that_brings_nobody__says_what_to_do(openid: OpenIdHouse, case: str) -> None:
    code, answer = ANSWERS[case]

    assert words(code) in openid.come_back(openid.go(), **answer).text


def test_answer__seen_a_second_time__opens_nothing(openid: OpenIdHouse) -> None:
    asked = openid.go()
    openid.provider.claims = {
        "aud": "mms-sso",
        "sub": "s",
        "nonce": asked["nonce"],
        "personal_number": CITIZEN,
    }
    openid.come_back(asked)
    openid.sql("delete from sessions")

    assert words("attempt_over") in openid.come_back(asked).text


def test_answer__to_another_browser_or_at_another_provider__opens_nothing(openid: OpenIdHouse) -> None:
    asked, other = openid.go(), openid.another_browser()

    assert words("attempt_over") in openid.come_back(asked, browser=other).text
    assert words("attempt_over") in openid.come_back(asked, "bank").text


def test_answer__after_a_quarter_of_an_hour__is_too_late(openid: OpenIdHouse) -> None:
    asked = openid.go()
    openid.clock.advance(timedelta(minutes=15))

    assert words("attempt_over") in openid.come_back(asked).text


def test_provider__that_is_away__is_said_to_be(openid: OpenIdHouse) -> None:
    openid.provider.is_away = True
    page = openid.browser.get("/sign-in/with/sso?next=/cases")
    assert page.status == 503 and words("away") in page.text

    openid.provider.is_away = False
    openid.clock.advance(AGAIN)
    asked = openid.go()
    openid.provider.is_away = True
    page = openid.come_back(asked)
    assert page.status == 503 and words("away") in page.text


def test_number__said_beside_the_token__is_that_of_the_same_subject_alone(openid: OpenIdHouse) -> None:
    openid.provider.beside = {"sub": f"s-{ANOTHER}", "personal_number": CITIZEN}
    assert words("not_proven") in openid.sign_in(CITIZEN, personal_number=None).text

    openid.provider.beside = {"sub": f"s-{CITIZEN}", "personal_number": CITIZEN}
    openid.sign_in(CITIZEN, personal_number=None)
    assert openid.is_signed_in()


def test_account_of_a_provider__with_another_number__is_refused(openid: OpenIdHouse) -> None:
    openid.sign_in(CITIZEN, sub="s")

    page = openid.sign_in(ANOTHER, sub="s", browser=openid.another_browser())

    assert words("identity_of_another") in page.text


def test_surer_sign_in__offered_where_the_card_is_needed__raises_the_level(openid: OpenIdHouse) -> None:
    openid.sign_in(CITIZEN)
    refused = openid.browser.get("/account/contacts/add")
    link = refused.html.select_one('main a[href^="/sign-in/with/sso"]')
    assert refused.status == 403 and link is not None
    assert refused.html.select_one('main a[href^="/sign-in/with/work"]') is None
    query = {"level": "card", "next": "/account/contacts/add"}
    assert all(f"{name}=" in str(link["href"]) for name in query)

    low = openid.sign_in(CITIZEN, query=query)
    assert words("level_too_low") in low.text
    done = openid.sign_in(CITIZEN, query=query, acr=TWO_FACTORS)

    assert (done.status, done.path) == (200, "/account/contacts/add")


def test_page_of_the_office__without_a_second_factor__offers_one_that_opens_it(openid: OpenIdHouse) -> None:
    openid.sign_in(SPECIALIST)

    refused = openid.browser.get("/inbox")

    links = [str(link["href"]) for link in refused.html.select('main a[href^="/sign-in/with/"]')]
    assert refused.status == 403
    assert [link.partition("?")[0] for link in links] == ["/sign-in/with/sso", "/sign-in/with/work"]
    assert (
        openid.sign_in(SPECIALIST, query={"level": "card", "next": "/inbox"}, acr=TWO_FACTORS).status == 200
    )


def test_surer_sign_in__as_somebody_else__changes_nothing(openid: OpenIdHouse) -> None:
    openid.sign_in(CITIZEN)

    page = openid.sign_in(ANOTHER, query={"level": "card"}, acr=TWO_FACTORS)

    assert words("other_person") in page.text
    assert openid.sql(
        "select p.personal_number from sessions s join people p on p.id = s.person_id where ended_at is null"
    ) == [(CITIZEN,)]


STAFF_ONLY = [(SPECIALIST, None, "level_too_low"), (CITIZEN, TWO_FACTORS, "not_of_office")]


@pytest.mark.parametrize(("number", "acr", "code"), STAFF_ONLY)
def test_provider_for_staff__of_somebody_else_or_one_factor__opens_nothing(
    openid: OpenIdHouse, number: str, acr: str | None, code: str
) -> None:
    assert words(code) in openid.sign_in(number, key="work", acr=acr).text
    assert not openid.is_signed_in()
