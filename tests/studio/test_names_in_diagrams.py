"""The diagram's page over HTTP: opened with the names of both languages, and saved into the files of both."""

from __future__ import annotations

import json
import re
from typing import Any

from lxml import etree

from engine.installation.loading import BPMN
from tests.studio.test_pages import FIRST, SECOND, begun
from tests.web.browser import Browser
from tests.web.desk import Desk

SERVICE = "high_mountain.suspend"
FOLDER = BPMN / "high_mountain" / "suspend"
DIAGRAM, ENGLISH = "process.bpmn", "texts/en.json"
ENGLISH_POOL = "Suspending the status of a permanent resident of a high-mountain settlement"
GEORGIAN_STEP, ENGLISH_STEP = "განცხადების შემოწმება", "Check the application"
SHOWN = re.compile('names:shown="([a-z]+)"')


def token(browser: Browser, draft: str) -> str:
    found = browser.get(f"{draft}/diagram").html.select_one("[data-studio=form] [name=csrf_token]")
    assert found is not None
    return str(found["value"])


def opened(browser: Browser, draft: str, *, language: str = "en") -> dict[str, Any]:
    """Return the diagram and its revision, as the script is given them on a page of this language."""
    browser.client.set_cookie("language", language)
    answer = browser.client.get(f"{draft}/diagram/content")
    assert answer.status_code == 200
    return dict(answer.get_json())


def sent(browser: Browser, draft: str, content: str, seen: Any) -> Any:
    """Save a diagram as the editor's script does."""
    said = {"csrf_token": token(browser, draft), "content": content, "seen": seen}
    return browser.client.post(f"{draft}/diagram/content", data=said)


def kept(browser: Browser, draft: str, path: str) -> tuple[str, int]:
    """Return a file of the draft as it is stored, and its revision."""
    answer = browser.client.get(f"{draft}/files/{path}").get_json()
    return answer["content"], answer["revision"]


def save_file(browser: Browser, draft: str, path: str, content: str, seen: int) -> None:
    said = {"csrf_token": token(browser, draft), "content": content, "seen": seen}
    answer = browser.client.post(f"{draft}/files/{path}", data=said)
    assert answer.status_code == 200


def canonical(diagram: str) -> bytes:
    """Return a diagram in the one way in which XML can be written."""
    return bytes(etree.tostring(etree.fromstring(diagram.encode()), method="c14n2"))


def test_diagram__opened_in_either_language_and_saved_untouched__changes_no_file(desk: Desk) -> None:
    one = desk.signed_in(FIRST)
    draft = begun(one, SERVICE)

    for language, name in (("ka", GEORGIAN_STEP), ("en", ENGLISH_STEP)):
        found = opened(one, draft, language=language)
        answer = sent(one, draft, found["content"], found["revision"])

        assert SHOWN.findall(found["content"]) == [language]
        assert f' name="{name}"' in found["content"]
        assert (f' name="{ENGLISH_POOL}"' in found["content"]) is (language == "en")
        assert (answer.status_code, answer.get_json()["revision"]) == (200, found["revision"])
    for path in (DIAGRAM, ENGLISH):
        assert kept(one, draft, path) == ((FOLDER / path).read_text(encoding="utf-8"), 1)


def test_names__changed_in_both_languages__are_in_both_files_by_one_revision_each(desk: Desk) -> None:
    one = desk.signed_in(FIRST)
    draft = begun(one, SERVICE)
    found = opened(one, draft)
    content = found["content"].replace(f'"{ENGLISH_STEP}"', '"Look"').replace(f'"{GEORGIAN_STEP}"', '"ნახვა"')

    answer = sent(one, draft, content, found["revision"])
    again = sent(one, draft, content.replace('"Look"', '"See"'), answer.get_json()["revision"])

    assert (answer.status_code, again.status_code) == (200, 200)
    drawn, revision = kept(one, draft, DIAGRAM)
    published = (FOLDER / DIAGRAM).read_text(encoding="utf-8")
    assert (canonical(drawn), revision) == (canonical(published.replace(GEORGIAN_STEP, "ნახვა")), 2)
    assert kept(one, draft, ENGLISH) == (
        (FOLDER / ENGLISH)
        .read_text(encoding="utf-8")
        .replace(f'"check": "{ENGLISH_STEP}"', '"check": "See"'),
        3,
    )


def test_english_name__of_an_element_that_is_gone_or_has_another_id__goes_with_it(desk: Desk) -> None:
    one = desk.signed_in(FIRST)
    draft = begun(one, SERVICE)
    found = opened(one, draft)
    gone = re.search(r'<bpmn:endEvent id="refused".*?</bpmn:endEvent>', found["content"], re.DOTALL)
    assert gone is not None
    content = found["content"].replace(gone[0], "").replace('id="check"', 'id="check_anew"')

    answer = sent(one, draft, content, found["revision"])

    assert answer.status_code == 200
    before = json.loads((FOLDER / ENGLISH).read_bytes())
    after = json.loads(kept(one, draft, ENGLISH)[0])
    assert before["elements"].pop("refused") == "Refused"
    assert before["elements"].pop("check") == after["elements"].pop("check_anew") == ENGLISH_STEP
    assert after == before


def test_element__taken_out_and_put_back__leaves_both_files_as_they_were_published(desk: Desk) -> None:
    one = desk.signed_in(FIRST)
    draft = begun(one, SERVICE)
    found = opened(one, draft)
    gone = re.search(r'<bpmn:userTask id="check".*?</bpmn:userTask>', found["content"], re.DOTALL)
    assert gone is not None

    without = sent(one, draft, found["content"].replace(gone[0], ""), found["revision"])
    stored = kept(one, draft, ENGLISH)[0]
    sent(one, draft, found["content"], without.get_json()["revision"])

    assert "check" not in json.loads(stored)["elements"]
    for path in (DIAGRAM, ENGLISH):
        assert kept(one, draft, path) == ((FOLDER / path).read_text(encoding="utf-8"), 3)


def test_english_name__changed_by_another_meanwhile__is_not_overwritten_unseen(desk: Desk) -> None:
    one, other = desk.signed_in(FIRST), desk.signed_in(SECOND)
    draft = begun(one, SERVICE)
    found = opened(one, draft)
    english = (FOLDER / ENGLISH).read_text(encoding="utf-8")
    save_file(other, draft, ENGLISH, english.replace(ENGLISH_STEP, "Theirs"), 1)

    content = found["content"].replace(f'name="{GEORGIAN_STEP}"', 'name="ნახვა"')
    refused = sent(one, draft, content, found["revision"])
    stored = kept(one, draft, ENGLISH)
    overwritten = sent(one, draft, content, refused.get_json()["revision"])

    assert refused.status_code == 409
    assert "2" in refused.get_json()["message"].split(",")[0]  # Demo Analyst 2
    assert kept(one, draft, DIAGRAM)[1] == 1 and "Theirs" in stored[0]
    assert overwritten.status_code == 200
    assert "Theirs" not in kept(one, draft, ENGLISH)[0]


def test_words_of_a_form__changed_by_another_meanwhile__stay_and_stand_in_nobodys_way(desk: Desk) -> None:
    one, other = desk.signed_in(FIRST), desk.signed_in(SECOND)
    draft = begun(one, SERVICE)
    found = opened(one, draft)
    english = (FOLDER / ENGLISH).read_text(encoding="utf-8")
    save_file(other, draft, ENGLISH, english.replace('"label": "', '"label": "Their ', 1), 1)

    answer = sent(one, draft, found["content"].replace(f'"{ENGLISH_STEP}"', '"Look"'), found["revision"])

    assert answer.status_code == 200
    now = kept(one, draft, ENGLISH)[0]
    assert '"label": "Their ' in now and '"check": "Look"' in now


def test_diagram__kept_by_a_browser_before_names_came_with_it__leaves_the_english_ones(desk: Desk) -> None:
    one = desk.signed_in(FIRST)
    draft = begun(one, SERVICE)
    content = (FOLDER / DIAGRAM).read_text(encoding="utf-8").replace(GEORGIAN_STEP, "ნახვა")

    answer = sent(one, draft, content, opened(one, draft)["revision"])

    assert answer.status_code == 200
    assert "ნახვა" in kept(one, draft, DIAGRAM)[0]
    assert kept(one, draft, ENGLISH)[1] == 1


def test_diagram__sent_with_nothing_readable_or_from_no_revision__is_refused_in_words(desk: Desk) -> None:
    one = desk.signed_in(FIRST)
    draft = begun(one, SERVICE)
    content = opened(one, draft)["content"].replace(f'"{ENGLISH_STEP}"', '"Look"')

    broken = sent(one, draft, "<a/>", "1-x")
    unseen = [sent(one, draft, content, seen) for seen in ("", "1", "x-y", "9" * 30)]

    assert broken.status_code == 422 and broken.get_json()["message"]
    assert {answer.status_code for answer in unseen} == {409}
    assert [kept(one, draft, path)[1] for path in (DIAGRAM, ENGLISH)] == [1, 1]


def test_diagram__laid_out_anew__carries_the_names_of_both_languages(desk: Desk) -> None:
    one = desk.signed_in(FIRST)
    draft = begun(one, SERVICE)
    one.client.set_cookie("language", "en")

    answer = one.client.post(f"{draft}/diagram/tidy", data={"csrf_token": token(one, draft)})

    content = answer.get_json()["content"]
    assert SHOWN.findall(content) == ["en"]
    assert f'name="{ENGLISH_STEP}" names:ka="{GEORGIAN_STEP}"' in content
