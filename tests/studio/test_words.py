"""Letters, texts and settings in the studio: what is not changed keeps its bytes, languages go together."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from engine.documents.template import Template
from engine.errors import Rejected
from engine.fork_server.limits import Limits
from engine.installation.loading import BPMN
from engine.roles import ROLES
from engine.studio import previews
from engine.studio import settings_groups as groups
from engine.studio.letters import data_of, names_for
from engine.studio.settings_file import CHANNELS, Law, SettingsFile
from engine.studio.words_file import lines, with_lines
from engine.texts import LANGUAGES
from tests.web.browser import Browser, Page
from tests.web.desk import Desk

ANALYST, OTHER = "00000009001", "00000009002"
SERVICE, MODULE = "high_mountain.grant", "high_mountain/grant"
SETTINGS = sorted(BPMN.glob("*/*/service.json"))
TEXTS = sorted(BPMN.glob("*/*/texts/*.json"))


def begun(browser: Browser) -> str:
    page = browser.get("/studio")
    form = page.form('id="service"')
    return browser.submit(page, {"service": SERVICE}, form=form, button=("_do", "change")).path


def kept(browser: Browser, draft: str, path: str) -> str:
    content: str = browser.client.get(f"{draft}/files/{path}").get_json()["content"]
    return content


def sent(browser: Browser, page: Page, **said: Any) -> Page:
    return browser.submit(page, said, form=page.form('data-studio="typed"'))


@pytest.mark.parametrize("path", SETTINGS, ids=lambda path: path.parent.name)
def test_settings__said_again__mean_the_same(path: Path) -> None:
    file, before = SettingsFile(path.read_bytes()), json.loads(path.read_bytes())

    file.set_fee(file.fee)
    file.set_clock(file.clock.get("term", ""), file.clock.get("on_expiry", ""))
    file.choose("channels", list(reversed(before["channels"])), CHANNELS)
    file.set_laws([*file.laws, Law({}, "")])
    for language in LANGUAGES:
        groups.set_start_page(file.settings, language, groups.start_page(file.settings, language))
    groups.set_number(file.settings, before["number"]["case"], before["number"]["order"] or "")
    appeal = before.get("appeal", {})
    groups.set_appeal(file.settings, appeal.get("body", ""), appeal.get("term", ""))
    for name, part, known in (
        ("for_others", "takes", groups.FOR_OTHERS),
        ("own_motion", "opened_by", tuple(ROLES)),
    ):
        chosen = before.get(name, {}).get(part, ())
        groups.set_list_in(file.settings, name, part, chosen=chosen, known=known)
    groups.set_columns(
        file.settings, [(column["answer"], column["names"]) for column in before.get("list_columns", ())]
    )

    assert file.settings == before
    assert json.loads(file.content()) == before


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: str(path.relative_to(BPMN)))
def test_texts__said_again__keep_their_bytes(path: Path) -> None:
    content = path.read_bytes()

    assert with_lines(content, lines(content)) == content
    assert "_review" not in lines(content)


@pytest.mark.parametrize("fee", ["-1", "1.234", "many", "NaN", "1e9", "Infinity"])
def test_fee__that_is_no_amount__is_refused(fee: str) -> None:
    file = SettingsFile(b"{}")

    with pytest.raises(Rejected) as caught:
        file.set_fee(fee)

    assert caught.value.error_code == "service_draft.fee_unusable"


def test_fee__in_lari__is_kept_in_tetri() -> None:
    file = SettingsFile(b"{}")

    file.set_fee("30,50")

    assert file.settings["fee_tetri"] == 3050
    assert file.fee == "30.5"


def test_letter__typed_in_both_languages__is_kept_and_shown_with_a_scenario(desk: Desk) -> None:
    one = desk.signed_in(ANALYST)
    draft = begun(one)
    shown = one.get(f"{draft}/letters/receipt")
    text = kept(one, draft, "documents/receipt.en.html").replace(
        "</body>", "<p>To {{ applicant.name.en }}.</p></body>"
    )

    after = sent(one, shown, text_en=text)
    preview = one.get(f"{draft}/letters/receipt/preview")

    assert after.status == 200
    assert "Demo Citizen." in preview.text
    assert (
        kept(one, draft, "documents/receipt.ka.html")
        == (BPMN / MODULE / "documents/receipt.ka.html").read_text()
    )
    other = desk.signed_in(OTHER)
    late = sent(other, other.get(f"{draft}/letters/receipt"), text_en="<html/>", seen="1-1")
    assert late.status == 422
    assert "To {{ applicant.name.en }}." in kept(one, draft, "documents/receipt.en.html")


def test_part__typed_in_both_languages__stands_in_every_letter_that_asks_for_it(desk: Desk) -> None:
    one = desk.signed_in(ANALYST)
    draft = begun(one)
    path = "documents/parts/facts.en.html"
    shown = one.get(f"{draft}/parts/facts")
    text = f"{kept(one, draft, path)}<li>Seen by {{{{ applicant.name.en }}}}.</li>\n"

    after = sent(one, shown, text_en=text)
    previews = [one.get(f"{draft}/letters/{name}/preview") for name in ("order_grant", "order_refuse")]

    assert after.status == 200
    assert kept(one, draft, path) == text
    assert ["Seen by დემო" in preview.text for preview in previews] == [True, True]
    asking = [link["href"] for link in shown.html.select("main li a") if "preview" not in link["href"]]
    assert asking == [f"{draft}/letters/order_grant", f"{draft}/letters/order_refuse"]
    assert f"{draft}/parts/facts" in {
        link["href"] for link in one.get(f"{draft}/letters/order_grant").html.select("a")
    }


def test_part__begun_in_a_draft__is_listed_beside_the_letters_and_not_among_them(desk: Desk) -> None:
    one = desk.signed_in(ANALYST)
    draft = begun(one)
    page = one.get(draft)

    begun_part = one.submit(
        page, {"name": "law", "title": "საფუძველი"}, form=page.form(f'action="{draft}/parts"')
    )

    assert begun_part.path == f"{draft}/parts/law"
    assert kept(one, draft, "documents/parts/law.ka.html") == "<p>საფუძველი.</p>\n"
    listed = one.get(draft).html
    parts = [link.get_text() for link in listed.select("[aria-labelledby=letter-parts] li a:first-child")]
    letters = [link.get_text() for link in listed.select("[aria-labelledby=letters] li a:first-child")]
    assert parts == ["facts", "law", "request"]
    assert "order_grant" in letters and not [name for name in letters if "parts" in name]


def test_letters__of_a_service__are_all_shown_filled(desk: Desk) -> None:
    one = desk.signed_in(ANALYST)
    draft = begun(one)
    names = sorted({file.name.split(".")[0] for file in (BPMN / MODULE / "documents").glob("*.html")})

    previews = {name: one.get(f"{draft}/letters/{name}/preview") for name in names}

    assert len(names) > 4
    assert {name: page.status for name, page in previews.items()} == dict.fromkeys(names, 200)
    assert [name for name, page in previews.items() if page.html.select(".notice.bad")] == []


def test_letter__that_can_not_be_filled__is_shown_as_what_is_wrong(desk: Desk) -> None:
    one = desk.signed_in(ANALYST)
    draft = begun(one)
    sent(one, one.get(f"{draft}/letters/receipt"), text_en="<script>alert(1)</script>")

    preview = one.get(f"{draft}/letters/receipt/preview")

    assert preview.status == 200
    assert preview.html.select_one("main section script") is None
    assert preview.html.select_one("main section .notice.bad") is not None


def test_new_letter__begins_in_georgian__and_gets_its_english(desk: Desk) -> None:
    one = desk.signed_in(ANALYST)
    draft = begun(one)
    page = one.get(draft)
    opened = one.submit(page, {"name": "permit", "title": "ნებართვა"}, form=page.form('id="letter-name"'))

    sent(one, opened, text_en=kept(one, draft, "documents/permit.ka.html").replace('lang="ka"', 'lang="en"'))

    assert 'lang="en"' in kept(one, draft, "documents/permit.en.html")
    assert "ნებართვა" in one.get(f"{draft}/letters/permit/preview").text


def test_texts__changed_added_and_emptied__stand_in_both_languages(desk: Desk) -> None:
    one = desk.signed_in(ANALYST)
    draft = begun(one)
    page = one.get(f"{draft}/texts")
    name = next(iter(lines(kept(one, draft, "texts/en.json").encode())))

    said = {f"en:{name}": "Said anew", "new": "reasons.tree", "new_ka": "ხე", "new_en": "Tree"}
    sent(one, page, **said)

    english = lines(kept(one, draft, "texts/en.json").encode())
    georgian = json.loads(kept(one, draft, "texts/ka.json"))
    assert (english[name], english["reasons.tree"]) == ("Said anew", "Tree")
    assert georgian["reasons"]["tree"] == "ხე"
    assert georgian["_review"] == "unchecked"
    sent(one, one.get(f"{draft}/texts"), **{"ka:reasons.tree": "", "en:reasons.tree": ""})
    assert "reasons.tree" not in lines(kept(one, draft, "texts/en.json").encode())


def test_settings__changed__keep_what_the_page_has_no_field_for(desk: Desk) -> None:
    one = desk.signed_in(ANALYST)
    draft = begun(one)
    before = json.loads(kept(one, draft, "service.json"))

    said = {
        "fee": "30",
        "channels": ["portal"],
        "effective_from": "2027-01-01",
        "start_needed_en": "The first paper\n\n The second ",
        "number_order": "",
        "appeal_body": "mayor",
        "appeal_term": "gac.court",
        "for_others": ["child"],
        "own_motion": ["specialist"],
        "column_0": "application.settlement",
        "column_0_ka": "დასახლება",
        "column_0_en": "Where they live",
    }
    sent(one, one.get(f"{draft}/names"), **said)

    after = json.loads(kept(one, draft, "service.json"))
    changed = {key for key in after if before.get(key) != after[key]}
    assert changed == {
        *("fee_tetri", "channels", "effective_from", "start_page", "number"),
        *("appeal", "for_others", "own_motion", "list_columns"),
    }
    assert after["start_page"]["en"] == {
        **before["start_page"]["en"],
        "needed": ["The first paper", "The second"],
    }
    assert after["start_page"]["ka"] == before["start_page"]["ka"]
    assert after["number"] == {**before["number"], "order": None}
    assert (after["appeal"]["body"], after["for_others"]["takes"]) == ("mayor", ["child"])
    assert after["own_motion"] == {"opened_by": ["specialist"]}
    shown = {"answer": "application.settlement", "names": {"ka": "დასახლება", "en": "Where they live"}}
    assert after["list_columns"] == [shown, *before["list_columns"][1:]]
    assert (after["fee_tetri"], after["channels"], after["effective_from"]) == (
        3000,
        ["portal"],
        "2027-01-01",
    )


def test_names_of_data__are_those_of_the_forms() -> None:
    folder = BPMN / MODULE
    files = {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}

    names = names_for(files)

    assert {"case.number", "applicant.name.en"} < set(names)
    assert any(name.startswith("application.") for name in names)


def test_data__without_a_scenario__are_samples() -> None:
    data = data_of(None, {"code": "a.b"}, "application")

    assert data["case"]["number"]
    assert data["application"] == {}


def test_preview__of_a_letter_whose_expressions_take_too_long__says_so(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = desk.signed_in(ANALYST)
    draft = begun(one)
    heavy = "<p>{{ sum(for i in 1..2000 return log(i)) }}</p>" * 12
    text = kept(one, draft, "documents/receipt.en.html").replace("</body>", f"{heavy}</body>")
    sent(one, one.get(f"{draft}/letters/receipt"), text_en=text)
    monkeypatch.setattr(Template, "render", None)  # no web process fills a draft

    preview = one.get(f"{draft}/letters/receipt/preview?language=en")

    notices = preview.html.select("main section .notice.bad")
    assert preview.status == 200 and len(notices) == 1
    assert "The expression takes too long." in notices[0].get_text()


def test_preview__that_ends_with_its_process__says_so(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    one = desk.signed_in(ANALYST)
    draft = begun(one)
    monkeypatch.setattr(previews, "LIMITS", Limits(cpu=30, seconds=60, memory=2**20))

    letter = one.get(f"{draft}/letters/receipt/preview?language=en")
    form = one.get(f"{draft}/forms/application/preview?language=en")

    assert "takes too long" in letter.text and letter.status == 200
    assert "takes too long" in form.text and form.status == 422
