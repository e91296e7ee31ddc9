"""What scenarios see of letters and acts: what is left empty, what was expected of them, what nobody sent."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from engine.installation.loading import BPMN
from engine.scenarios.coverage import Coverage
from engine.scenarios.folders import version_of
from engine.scenarios.reading import lines_of, unsaid
from engine.scenarios.run import Result, run_folder
from tests.engine.kit import CITIZEN
from tests.engine.services import REVIEW, flow, service_task, write_service
from tests.engine.test_scenarios_of_several_cases import a_catalogue

PAGE = """<!DOCTYPE html><html lang="{language}"><head><title>{title}</title></head>
<body>{body}</body></html>"""
EMPTY = '{{ split(application.note, ";")[2] }}'
FEE = f"<p>Fee: {EMPTY} lari.</p>"
GRANTED: dict[str, Any] = {"task": "review", "answers": {"good": True}}
# The letter is sent at once, and an act is made of the same case, before anybody reviews it.
WITH_AN_ACT = REVIEW.replace(
    flow("work", "tell"),
    service_task("render", "document.render", inputs={"template": '="act"', "draft": "=true"}, output="act")
    + flow("work", "render")
    + flow("render", "tell"),
)


def a_service(tmp_path: Path, body: str = REVIEW, **letters: str) -> Path:
    """Write a service whose letters have these bodies, in every language unless one is named after `__`."""
    folder = write_service(a_catalogue(tmp_path), body=body)
    for said, text in letters.items():
        name, _, only = said.partition("__")
        for language in (only,) if only else ("ka", "en"):
            page = PAGE.format(language=language, title=f"{name} {language}", body=text)
            (folder / "documents" / f"{name}.{language}.html").write_text(page)
    return folder


def played(service: Path, *steps: dict[str, Any], note: str = "a note", **expect: Any) -> Result:
    (service / "scenarios").mkdir(exist_ok=True)
    scenario = {
        "names": {"ka": "დემო", "en": "Demo"},
        "starts_at": "2026-09-01T10:00:00+04:00",
        "municipality": "keda",
        "language": "ka",
        "channel": "portal",
        "applicant": CITIZEN,
        "application": {"note": note},
        "steps": list(steps) or [GRANTED],
        "expect": expect,
    }
    (service / "scenarios" / "one.json").write_text(json.dumps(scenario))
    (result,) = run_folder(service)
    return result


def speaking_georgian_only(service: Path) -> None:
    place = service.parent.parent / "municipalities" / "keda.json"
    place.write_text(json.dumps({**json.loads(place.read_text()), "languages": ["ka"]}))


def test_letter__with_a_placeholder_of_nothing__turns_any_scenario_red_with_words(tmp_path: Path) -> None:
    service = a_service(tmp_path, told__en=FEE)

    result = played(service, status="decided")

    assert result.differences == (
        f"told, en, line 2: nothing stands in place of {EMPTY}; where that is meant, "
        'the template says so with mms:if or if … then … else ""',
    )


def test_letter__of_a_language_that_the_municipality_does_not_write__is_read_too(tmp_path: Path) -> None:
    service = a_service(tmp_path, told__en=FEE)
    speaking_georgian_only(service)

    (told,) = played(service, status="decided").differences

    assert told.startswith("told, en, line 2: ")


def test_letter__whose_job_the_scenario_answers__is_filled_and_sent_once(tmp_path: Path) -> None:
    service = a_service(tmp_path, told__en=FEE)

    (told,) = played(service, GRANTED, {"job": "tell", "result": {}}, letters=["told"]).differences

    assert told.startswith("told, en, line 2: ")


def test_act__of_a_draft_with_a_gap__turns_a_scenario_red(tmp_path: Path) -> None:
    service = a_service(tmp_path, WITH_AN_ACT, act=f"<p>{EMPTY}</p>")

    told = played(service, status="decided").differences

    assert [difference.partition(": ")[0] for difference in told] == ["act, ka, line 2", "act, en, line 2"]


def test_letters_and_acts__that_say_what_is_expected__are_good(tmp_path: Path) -> None:
    body = "<p>Note:\n {{ application.note }}</p><p>№ {{ case.number }}</p>"
    service = a_service(tmp_path, WITH_AN_ACT, told=body, act=body)

    result = played(
        service,
        letters=[{"template": "told", "contains": {"en": ["Note: a note", "told en"], "ka": ["№ KEDA"]}}],
        acts=[{"template": "act", "contains": {"ka": ["Note: a note"]}}],
        asked={"review": "specialist"},
    )

    assert result.differences == ()


def test_letters_and_acts__that_say_something_else__are_shown_with_the_nearest_line(tmp_path: Path) -> None:
    body = "<p>Dear citizen</p><p>Note: {{ application.note }}</p>"
    service = a_service(tmp_path, WITH_AN_ACT, told=body, act=body)

    result = played(
        service,
        letters=[{"template": "told", "contains": {"en": ["Note: another"], "ka": ["Note: a note"]}}],
        acts=[
            {"template": "act", "contains": {"ka": ["Dear neighbour"]}},
            {"template": "no", "contains": {"ka": ["x"]}},
        ],
        asked={"review": "mayor", "look": "head"},
    )

    assert result.differences == (
        "letters[0] told, en: 'Note: another' is not there; the nearest line is 'Note: a note'",
        "acts act, ka: 'Dear neighbour' is not there; the nearest line is 'Dear citizen'",
        "acts: expected 'no', found ['act', 'told']",
        "asked.review: expected 'mayor', found 'specialist'",
        "asked.look: expected 'head', found None",
    )


def test_letters__another_than_expected__are_told_by_their_names(tmp_path: Path) -> None:
    said = {"template": "granted", "contains": {"en": ["x"]}}

    result = played(a_service(tmp_path), letters=["told", said])

    assert result.differences == ("letters: expected ['told', 'granted'], found ['told']",)


def test_scenario__that_stops_on_its_way__still_tells_of_gaps(tmp_path: Path) -> None:
    service = a_service(tmp_path, told__en=f"<p>{EMPTY}</p>")

    stopped, gap = played(service, GRANTED, {"task": "review", "answers": {}}).differences

    assert (stopped[:6], gap[:16]) == ("step 2", "told, en, line 2")


def test_coverage__letter_that_no_scenario_sends__is_named(tmp_path: Path) -> None:
    service = a_service(tmp_path, told="<p>x</p>", warned="<p>x</p>")
    coverage = Coverage()

    coverage.add(version_of(service), (played(service).taken,))
    ((_, drawn),) = coverage

    assert drawn.counts["letters"] == [1, 2]
    assert drawn.missing[-1] == "letter warned"
    assert drawn.summary.endswith("1 of 2 letters taken")


def test_coverage__letter_of_a_block__is_the_blocks() -> None:
    coverage = Coverage()

    coverage.add(version_of(BPMN / "high_mountain" / "grant"), ())

    letters = {process: drawn.letters for process, drawn in coverage}
    assert ("high_mountain.grant", "granted") in letters["high_mountain.grant"]
    assert all(home == process for process, found in letters.items() for home, _ in found)


@pytest.mark.parametrize(
    ("page", "lines"),
    [
        ("<title>T</title><p>a\n  b</p><p>c</p>", ("T", "a b", "c")),
        ("<p>a <b>b</b>c<br>d</p>tail", ("a bc", "d", "tail")),
        ("<table><tr><th>Fee</th><td>20</td></tr><tr><td>x</td></tr></table>", ("Fee 20", "x")),
        ("<style>p { }</style><ul><li>a</li><li>b</li></ul>", ("a", "b")),
    ],
)
def test_lines__of_a_page__are_what_people_read(page: str, lines: tuple[str, ...]) -> None:
    assert lines_of(f"<html><body>{page}</body></html>") == lines


def test_unsaid__language_in_which_nothing_was_written__has_no_nearest_line() -> None:
    (told,) = unsaid("letters[0] told", {"ka": "<p>a</p>"}, {"en": ["a"]})

    assert str(told) == "letters[0] told, en: 'a' is not there; the nearest line is None"
