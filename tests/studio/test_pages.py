"""The studio over HTTP: who gets in, what saving answers, what is taken along. Drawing is in `tests/e2e`."""

from __future__ import annotations

import io
import json
import zipfile
from typing import Any
from uuid import UUID

import pytest

from engine.scope import compiled
from engine.studio import judging
from engine.studio.jobs import scenarios
from tests.web.browser import Browser, Page
from tests.web.desk import Desk
from web.studio import files as studio_files

FIRST, SECOND = "00000009001", "00000009002"
SERVICE = "high_mountain.grant"
PLAYED = {
    "is_good": True,
    "scenarios": [{"name": "granted", "differences": []}],
    "coverage": {
        "elements": [3, 4],
        "rows": [0, 1],
        "letters": [1, 2],
        "missing": ["leave", "fees, rule 1", "letter left"],
        "untaken": [
            {"kind": "element", "id": "leave", "names": {"ka": "დატოვება", "en": "Leave it"}},
            {"kind": "row", "id": "fees", "number": 1},
            {"kind": "letter", "id": "left"},
            {"kind": "occasion", "id": "address", "has_effect": False},
            {"kind": "occasion", "id": "expiry", "has_effect": True},
        ],
    },
}


def begun(browser: Browser, service: str = SERVICE) -> str:
    """Begin a draft; return its address."""
    page = browser.get("/studio")
    form = page.form('id="service"')
    return browser.submit(page, {"service": service}, form=form, button=("_do", "change")).path


def saved(browser: Browser, draft: str, **said: Any) -> Any:
    """Send a text as the editor's script does."""
    page = browser.get(f"{draft}/diagram")
    token = page.html.select_one("[data-studio=form] [name=csrf_token]")
    assert token is not None
    fields = {"csrf_token": token["value"], "seen": "1", **said}
    return browser.client.post(f"{draft}/files/process.bpmn", data=fields)


def test_saving__by_two_analysts__tells_the_later_who_was_faster(desk: Desk) -> None:
    one, other = desk.signed_in(FIRST), desk.signed_in(SECOND)
    draft = begun(one)
    content = one.client.get(f"{draft}/files/process.bpmn").get_json()["content"]

    first = saved(one, draft, content=content.replace('name="', 'name="X', 1))
    second = saved(other, draft, content=content.replace('name="', 'name="Y', 1))
    broken = saved(one, draft, content="<a/>", seen="2")

    assert (first.status_code, first.get_json()["revision"]) == (200, 2)
    assert (second.status_code, second.get_json()["revision"]) == (409, 2)
    assert "1" in second.get_json()["message"].split(",")[0]  # Demo Analyst 1
    assert broken.status_code == 422
    assert "revision" not in broken.get_json()
    with zipfile.ZipFile(io.BytesIO(one.client.get(f"{draft}/service.zip").data)) as archive:
        assert 'name="X' in archive.read("high_mountain/grant/process.bpmn").decode()
        assert "high_mountain/grant/service.json" in archive.namelist()
    assert "process.bpmn" in one.get(draft).text


def test_studio__of_whoever_may_not_draw__is_forbidden_or_absent(desk: Desk) -> None:
    draft = begun(desk.signed_in(FIRST))

    for browser in (desk.signed_in(), desk.signed_in("00000002007")):
        for path in (
            "/studio",
            draft,
            f"{draft}/diagram",
            f"{draft}/findings",
            f"{draft}/service.zip",
            f"{draft}/differences",
            f"/studio/services/{SERVICE}",
        ):
            assert browser.client.get(path).status_code == 403, path


def test_findings__while_validation_is_busy__are_asked_for_again(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = desk.signed_in(FIRST)
    draft = begun(one)

    def busy(*_: Any) -> judging.Judgement:
        raise judging.ValidationBusy

    monkeypatch.setattr(studio_files, "judge", busy)
    answer = one.client.get(f"{draft}/findings")

    assert answer.status_code == 503
    assert answer.get_json()["message"]


def finding(file: str, where: str = "", detail: str = "") -> dict[str, Any]:
    words = {"ka": "ცუდია", "en": "Bad"}
    more = {"severity": "error", "name": "", "path": [], "witness": {}, "callers": [], "fix": None}
    fixes = {"fix_file": file, "fix_where": where, "choices": []}
    return {"file": file, "where": where, "detail": detail, "wrong": words, "mend": words, **more, **fixes}


def test_findings__in_any_file__lead_to_the_page_on_which_they_are_mended(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = desk.signed_in(FIRST)
    draft, folder = begun(one), "high_mountain/grant"
    leading = {
        f"{folder}/process.bpmn": f"{draft}/diagram#check",
        f"{folder}/service.json": f"{draft}/names#check",
        f"{folder}/eligibility.dmn": f"{draft}/tables/eligibility#check",
        f"{folder}/forms/application.form": f"{draft}/forms/application#check",
        f"{folder}/documents/receipt.en.html": f"{draft}/letters/receipt#check",
        f"{folder}/documents/parts/facts.en.html": f"{draft}/parts/facts#check",
        f"{folder}/texts/ka.json": f"{draft}/texts",
        "shared/delivery/process.bpmn": "/studio/blocks/delivery#check",
        "shared/delivery/documents/parts/facts.ka.html": "/studio/blocks/delivery#check",
        "shared/documents/greeting.ka.html": None,
        "bpmn/parameters/general.json": None,
    }
    found = [finding(file, "shared.delivery/check" if "shared" in file else "check") for file in leading]
    found.append(finding(f"{folder}/process.bpmn", detail=f"{folder}/texts/en.json: elements.check"))

    def judge(*_: Any, **__: Any) -> judging.Judgement:
        return judging.Judgement(tuple(found))

    monkeypatch.setattr(studio_files, "judge", judge)

    said = one.client.get(f"{draft}/findings").get_json()["findings"]

    assert {each["file"]: each["address"] for each in said[:-1]} == leading
    assert [each["own_file"] for each in said[:2]] == ["process.bpmn", "service.json"]
    assert said[7]["own_file"] is None
    assert said[-1]["detail_address"] == f"{draft}/texts"
    pages = {address.partition("#")[0] for address in leading.values() if address}
    assert {page: one.client.get(page).status_code for page in pages} == dict.fromkeys(pages, 200)


def test_diagram__may_name__what_there_is_in_words(desk: Desk) -> None:
    one = desk.signed_in(FIRST)
    page = one.get(f"{begun(one)}/diagram")
    data = page.html.select_one("[data-studio=told]")
    assert data is not None
    told = json.loads(data.text)["choices"]

    operations = {operation["value"]: operation for operation in told["operations"]}
    of_letter = {each["name"]: each for each in operations["letter.send"]["inputs"]}
    of_entry = {each["name"]: each for each in operations["register.enter"]["inputs"]}

    assert operations["letter.send"]["label"] == "Send a letter (letter.send)"
    assert {'="receipt"', '="granted"'} <= {choice["value"] for choice in of_letter["template"]["choices"]}
    assert '="residents"' in {choice["value"] for choice in of_entry["register"]["choices"]}
    assert (operations["letter.send"]["is_job"], operations["case.decide"]["is_job"]) == (True, False)
    assert operations["civil_registry.person"]["error"] == "registry_unavailable"
    assert {'=term("gac.forward")', '=clock("case")'} <= {time["value"] for time in told["times"]}
    assert '=clock("case")' not in {deadline["value"] for deadline in told["deadlines"]}
    assert told["messages"][0]["key"] == "=case.number"
    lanes = {lane["value"]: lane["names"] for lane in told["lanes"]}
    assert list(lanes)[:3] == ["applicant", "office", "system"]
    assert lanes["specialist"] == {"ka": "სპეციალისტი", "en": "Case officer"}
    assert "national_admin" not in lanes

    asked = told["questions"]
    verdict = next(each for each in asked["forms"]["check_completeness"] if each["path"] == "missing")
    assert {"feel": 'list contains({}, "photos")', "asks": "chosen", "value": "Photographs"} in verdict[
        "tests"
    ]
    assert {"path": "eligible", "label": "სრულდება"}.items() <= asked["tables"]["eligibility"][0].items()
    assert {"feel": '{} = "refused"', "asks": "outcome"}.items() <= asked["operations"]["case.decide"][0][
        "tests"
    ][1].items()
    answered = {each["path"]: each["tests"] for each in asked["blocks"]["shared.notice"]}["notice.answered"]
    assert [each["feel"] for each in answered] == ["{} = true", "{} = false"]
    sentences = json.loads(data.text)["words"]
    found = [question for by_name in asked.values() for group in by_name.values() for question in group]
    assert {f"condition.{test['asks']}" for each in found for test in each["tests"]} <= sentences.keys()
    for test in (test for each in found for test in each["tests"]):
        compiled(test["feel"].replace("{}", "step.value"))


def test_publication__is_asked_for_by_one_and_approved_by_another_on_the_pages(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, other = desk.signed_in(FIRST), desk.signed_in(SECOND)
    draft, older = begun(one), begun(other)
    settings = one.get(f"{draft}/names")
    one.submit(settings, {"names_en": "Another name"}, form=settings.form("names_en"))
    page = one.get(f"{draft}/publish")
    refused = one.submit(page, {"municipality": "keda", "note": " "})
    asked = one.submit(page, {"municipality": "keda", "note": "another name"})
    monkeypatch.setattr(scenarios, "run_scenarios", lambda code, files: PLAYED)
    scenarios.run_requested_scenarios(desk.engine, UUID(asked.path.rpartition("/")[2]))

    assert refused.status == 422
    assert "Say what was changed" in refused.text
    assert "A colleague approves it" in one.get(asked.path).text
    assert asked.path in str(other.get("/studio/publications").html)
    assert not other.get(asked.path).html.select("form[action$='/approve']")
    assert "Letters sent: 1 of 2." in other.get(asked.path).text
    assert "Another name" in other.get(f"{asked.path}/differences").text
    done = other.submit(other.get(asked.path), form=other.get(asked.path).form("/approve"))
    assert "Published. In force from" in done.text

    assert "Another name" in other.get(f"/municipalities/keda/services/{SERVICE}").text
    assert "Another name" not in other.get(f"/municipalities/telavi/services/{SERVICE}").text
    assert "Demo Analyst 1: another name" in other.get(older).text
    undoing = other.submit(other.get(f"{older}/publish"), {"note": "knows nothing of it"})
    assert undoing.status == 422
    assert "The draft knows nothing of versions" in undoing.text
    newer = other.get(f"{older}/rebase")
    assert newer.html.select_one("[name='state:service.json'][value=theirs]").has_attr("checked")
    assert "is rebased on the newer version" in other.submit(newer).text
    assert "Another name" in other.get(f"{older}/files/service.json").text
    assert "There is no version" in other.get(f"{older}/rebase").text

    versions = other.get(f"/studio/services/{SERVICE}")
    back = versions.form("/take-back")
    unsaid = other.submit(versions, {"reason": " "}, form=back)
    taken = other.submit(versions, {"reason": "tried"}, form=back)
    assert unsaid.status == 422
    assert "taken back on" in taken.text
    assert "Another name" not in other.get(f"/municipalities/keda/services/{SERVICE}").text


def test_copy__without_a_usable_name__is_refused_on_the_page_and_keeps_what_was_typed(desk: Desk) -> None:
    one = desk.signed_in(FIRST)
    page = one.get("/studio")

    answer = one.submit(
        page,
        {"service": SERVICE, "copy_as": "ჭრა"},
        form=page.form('id="service"'),
        button=("_do", "copy"),
    )

    assert answer.status == 422
    typed = answer.html.select_one("[name=copy_as]")
    assert typed is not None and typed["value"] == "ჭრა"


def test_differences__of_a_draft__are_said_by_weight_with_before_and_after(desk: Desk) -> None:
    one = desk.signed_in(FIRST)
    draft = begun(one)
    unchanged = one.get(f"{draft}/differences")
    content = one.client.get(f"{draft}/files/process.bpmn").get_json()["content"]
    saved(one, draft, content=content.replace('candidateGroups="specialist"', 'candidateGroups="lawyer"', 1))

    page = one.get(f"{draft}/differences")

    assert "Nothing differs" in unchanged.text
    assert len(page.html.select("#weight-meaning")) == 1
    assert page.html.select("#weight-words, #weight-layout") == []
    item = page.html.select_one(".compare-list li")
    assert item is not None
    words = item.get_text(" ", strip=True)
    assert "Which role does it" in words
    assert "(specialist)" in words.split("now")[0]
    assert "(lawyer)" in words.split("now")[1]
    assert item.select_one("[data-compare-element]") is not None


def test_versions__of_a_service__are_listed_and_two_are_compared(desk: Desk) -> None:
    one = desk.signed_in(FIRST)
    page = one.get(f"/studio/services/{SERVICE}")
    digest = page.html.select("tbody th .figure")[0].get_text()

    same = one.get(f"/studio/services/{SERVICE}/differences?old={digest}&new={digest}")

    assert "in force today" in page.text
    assert "Nothing differs" in same.text
    assert one.client.get(f"/studio/services/{SERVICE}/differences?old=&new=").status_code == 422
    assert one.client.get("/studio/services/high_mountain.nothing").status_code == 404


def imported(browser: Browser, draft: str, content: bytes, **said: str) -> Page:
    """Bring a file into a draft on its page."""
    page = browser.get(f"{draft}/import")
    return browser.submit(page, said, form=page.form("package"), files={"package": (content, "brought")})


def repacked(taken: bytes, change: dict[str, bytes]) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(taken)) as old, zipfile.ZipFile(written, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            for path, one in change.items():
                content = one if name.endswith(path) else content
            new.writestr(name, content)
    return written.getvalue()


def test_folder__taken_along_and_changed_elsewhere__comes_back_and_undoes_nobodys_change(desk: Desk) -> None:
    one, other = desk.signed_in(FIRST), desk.signed_in(SECOND)
    draft = begun(one)
    taken = one.client.get(f"{draft}/service.zip").data
    diagram = one.client.get(f"{draft}/process.bpmn").data

    unchanged = imported(one, draft, taken)
    changed = imported(one, draft, repacked(taken, {"README.md": b"told anew"}))
    saved(other, draft, content=diagram.decode().replace('name="', 'name="By the second ', 1))
    beside = imported(one, draft, repacked(taken, {"README.md": b"told once more"}), replace="yes")
    mine = repacked(taken, {"process.bpmn": diagram.replace(b'name="', b'name="By the first ', 1)})
    rival = imported(one, draft, mine)
    refused = imported(one, draft, repacked(taken, {"process.bpmn": b"<a/>", "README.md": b"never"}))
    alone = imported(one, draft, diagram.replace(b'name="', b'name="Drawn elsewhere ', 1))

    assert "Nothing differs from the draft" in unchanged.text
    assert "Files kept: 1" in changed.text
    assert "told anew" in changed.text
    assert "Files kept: 1" in beside.text
    assert rival.status == refused.status == 422
    assert "Demo Analyst 2" in rival.text
    assert "process.bpmn" in refused.text
    assert "never" not in one.client.get(f"{draft}/files/README.md").get_json()["content"]
    assert "Files kept: 1" in alone.text
    assert "Drawn elsewhere" in one.client.get(f"{draft}/process.bpmn").data.decode()
    assert "Step of a person: " in one.client.get(f"{draft}/diagram.txt").data.decode()


def test_publication__of_a_new_service_with_parts_that_no_scenario_takes__is_not_offered_for_approval(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, other = desk.signed_in(FIRST), desk.signed_in(SECOND)
    page = one.get("/studio")
    said = {"service": SERVICE, "copy_as": "grant_anew"}
    draft = one.submit(page, said, form=page.form('id="copy_as"'), button=("_do", "copy")).path
    asked = one.submit(one.get(f"{draft}/publish"), {"municipality": "keda", "note": "a new service"})
    monkeypatch.setattr(scenarios, "run_scenarios", lambda code, files: PLAYED)
    scenarios.run_requested_scenarios(desk.engine, UUID(asked.path.rpartition("/")[2]))
    other.get(f"{asked.path}/differences")

    shown = other.get(asked.path)

    assert "its scenarios have to take every step, row and letter of it" in shown.text
    assert not shown.html.select("form[action$='/approve']")
    left = [line.get_text(" ", strip=True) for line in shown.html.select("#scenarios ~ details[open] li")]
    assert left == [
        "Leave it leave",
        "table fees, row 1",
        "letter left",
        "a change of address that opens no case",
        "the end of the statutory term without a decision",
    ]


def test_publication__whose_scenarios_were_run_before_letters_were_counted__says_the_rest(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = desk.signed_in(FIRST)
    draft = begun(one)
    settings = one.get(f"{draft}/names")
    one.submit(settings, {"names_en": "Another name"}, form=settings.form("names_en"))
    asked = one.submit(one.get(f"{draft}/publish"), {"municipality": "keda", "note": "another name"})
    counted = {key: said for key, said in PLAYED["coverage"].items() if key not in ("letters", "untaken")}
    monkeypatch.setattr(scenarios, "run_scenarios", lambda code, files: {**PLAYED, "coverage": counted})
    scenarios.run_requested_scenarios(desk.engine, UUID(asked.path.rpartition("/")[2]))

    shown = one.get(asked.path)

    assert (shown.status, "Letters sent" in shown.text) == (200, False)
    assert "Steps taken: 3 of 4." in shown.text
