"""Comments on a draft: on their page, for the script of the diagram, before and at a publication."""

from __future__ import annotations

import pytest

from engine.studio.handlers import publish_requests
from engine.studio.judging import Judgement
from tests.studio.test_pages import FIRST, SECOND, begun
from tests.web.desk import Desk

HOSTILE = "<img src=x onerror=alert(1)> {{ 7*7 }}"
PLACES = {
    "process.bpmn#check_completeness": "diagram#check_completeness",
    "eligibility.dmn": "tables/eligibility",
    "forms/application.form#application_settlement": "forms/application#application_settlement",
    "documents/granted.ka.html#decision.number": "letters/granted#decision.number",
}


def test_comments__on_every_kind_of_file__lead_there_and_are_answered_and_settled(desk: Desk) -> None:
    one, other = desk.signed_in(FIRST), desk.signed_in(SECOND)
    draft = begun(one)
    for place in PLACES:
        page = one.get(f"{draft}/comments")
        kept = one.submit(page, {"place": place, "body": HOSTILE}, form=page.form('id="place"'))
    empty = one.submit(kept, {"place": "service.json", "body": " "}, form=kept.form('id="place"'))

    of_form = other.get(f"{draft}/comments?file=forms/application.form")
    answered = other.submit(
        of_form, {"body": "Better so"}, form=of_form.form('name="of"'), button=("_do", "settle")
    )

    links = {link["href"] for link in kept.html.select(".comment a")}
    assert links == {f"{draft}/{address}" for address in PLACES.values()}
    assert kept.html.select_one(".comment img") is None
    assert HOSTILE in kept.html.select_one(".comment .said").get_text()  # type: ignore[union-attr]
    assert empty.status == 422
    assert [option["value"] for option in of_form.html.select("#place option")][0] == "forms/application.form"
    assert answered.path == of_form.path
    assert "Better so" in answered.text
    assert [tag.get_text() for tag in other.get(draft).html.select("main .buttons .tally")] == ["3"]


def test_comments__of_the_script__come_back_with_every_word_and_a_refusal_in_words(desk: Desk) -> None:
    one = desk.signed_in(FIRST)
    draft = begun(one)
    as_script = {"Accept": "application/json"}
    token = one.get(f"{draft}/diagram").html.select_one("[data-studio=form] [name=csrf_token]")
    assert token is not None
    key = one.client.get(f"{draft}/comments", headers=as_script).get_json()["key"]
    said = {
        "csrf_token": token["value"],
        "_key": key,
        "place": "process.bpmn#check_completeness",
        "body": HOSTILE,
    }

    first, again = (one.client.post(f"{draft}/comments", data=said, headers=as_script) for _ in range(2))
    (comment,) = again.get_json()["comments"]
    late = {**said, "_key": again.get_json()["key"], "_do": "settle", "seen": "3"}
    refused = one.client.post(f"{draft}/comments/{comment['id']}", data=late, headers=as_script)

    assert first.get_json()["comments"] == [comment]
    assert (comment["element"], comment["body"], comment["seen"]) == ("check_completeness", HOSTILE, 0)
    assert (refused.status_code, bool(refused.get_json()["message"])) == (422, True)


def test_publication__says_what_is_open_before_it_is_asked_for_and_where_it_is_approved(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(publish_requests, "judge", lambda code, files, patience: Judgement(()))
    one, other = desk.signed_in(FIRST), desk.signed_in(SECOND)
    draft = begun(one)
    names = one.get(f"{draft}/names")
    one.submit(names, {"names_en": "Another name"}, form=names.form("names_en"))
    page = one.get(f"{draft}/comments")
    said = {"place": "process.bpmn", "body": "Not yet", "must_settle": "1"}
    one.submit(page, said, form=page.form('id="place"'))

    before = one.get(f"{draft}/publish")
    asked = one.submit(before, {"municipality": "keda", "note": "a name"}, form=before.form('id="note"'))
    seen = other.get(asked.path)
    spoken = other.submit(seen, {"place": "service.json", "body": "A word"}, form=seen.form('id="place"'))
    empty = other.submit(spoken, {"body": ""}, form=spoken.form('name="of"'), button=("_do", "answer"))

    assert "Not yet" in before.html.select_one(".comments").get_text()  # type: ignore[union-attr]
    assert before.html.select_one(".notice.warn") is not None
    assert len(spoken.html.select(".comments > .comment")) == 2
    assert spoken.path == asked.path
    assert empty.status == 422
