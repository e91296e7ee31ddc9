"""How a session that an OpenID provider opened ends: here, and by the provider's own word."""

from __future__ import annotations

from tests.web.desk import CITIZEN
from tests.web.openid_house import OpenIdHouse


def test_sign_out__of_a_session_by_a_provider__leads_to_where_one_leaves_it(openid: OpenIdHouse) -> None:
    page = openid.browser.submit(
        openid.sign_in(CITIZEN),
        form=openid.browser.get("/account").html.select_one('form[action="/sign-out"]'),
    )

    link = page.html.select_one(f'main a[href^="{openid.provider.address}/end?"]')
    assert page.path == "/sign-in/with/sso/left" and link is not None
    assert not openid.is_signed_in()


def test_logout_token__of_one_session__ends_that_one_alone(openid: OpenIdHouse) -> None:
    other = openid.another_browser()
    openid.sign_in(CITIZEN, sid="one")
    openid.sign_in(CITIZEN, sid="two", browser=other)
    token = openid.provider.logout_token(aud="mms-sso", sid="one")

    assert openid.sign_out_from_provider(token) == 200

    assert not openid.is_signed_in() and openid.is_signed_in(other)


def test_logout_token__that_comes_again__ends_nothing(openid: OpenIdHouse) -> None:
    openid.sign_in(CITIZEN)
    token = openid.provider.logout_token(aud="mms-sso", sub=f"s-{CITIZEN}")
    assert openid.sign_out_from_provider(token) == 200
    assert not openid.is_signed_in()
    openid.sign_in(CITIZEN)

    assert openid.sign_out_from_provider(token) == 200

    assert openid.is_signed_in()


def test_logout_token__that_proves_nothing__is_refused(openid: OpenIdHouse) -> None:
    openid.sign_in(CITIZEN)
    right = {"aud": "mms-sso", "sub": f"s-{CITIZEN}"}

    refused = {
        "of another client": openid.sign_out_from_provider(openid.provider.logout_token(**right), "bank"),
        "an ID token": openid.sign_out_from_provider(openid.provider.id_token(**right)),
        "nothing": openid.sign_out_from_provider(""),
        "endless": openid.sign_out_from_provider("x" * 30_000),
        "of no provider": openid.sign_out_from_provider(openid.provider.logout_token(**right), "nobody"),
    }

    assert set(refused.values()) == {400, 404} and refused["of no provider"] == 404
    assert openid.is_signed_in()
