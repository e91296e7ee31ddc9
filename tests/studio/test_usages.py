"""Where services name something: in the pages of the studio, of services in force alone."""

from __future__ import annotations

import pytest

from engine.installation.loading import BPMN
from engine.studio.usages import Kind, usages
from tests.studio.test_pages import begun
from tests.web.desk import Desk

FOLDER = BPMN / "construction" / "notify"


@pytest.mark.parametrize(
    ("kind", "wanted", "element"),
    [
        (Kind.ROLE, "architect", "check"),
        (Kind.ROLE, "architect", "decide_act"),
        (Kind.FORM, "take_note", "take_note"),
        (Kind.LAW, "№3213-რს, მუხ. 96", "application"),
        (Kind.OPERATION, "property_registry.plot", "ask_plot"),
        (Kind.BLOCK, "shared.plot", "look_at_plot"),
        (Kind.LETTER, "silence", "send_silence"),
        (Kind.TABLE, "silence", "judge_silence"),
    ],
)
def test_diagram__that_names_it__says_at_which_step(kind: Kind, wanted: str, element: str) -> None:
    files = {
        "construction/notify/process.bpmn": (FOLDER / "process.bpmn").read_bytes(),
        "shared/plot/process.bpmn": (BPMN / "shared" / "plot" / "process.bpmn").read_bytes(),
    }

    found = [usage.element for usage in usages(files, kind, wanted)]

    assert element in found
    assert list(usages(files, kind, f"{wanted}-not")) == []


def test_parameter__in_every_kind_of_file__is_found_by_its_whole_name() -> None:
    timer = (
        b'<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"><process id="p">'
        b'<boundaryEvent id="late"><timerEventDefinition id="timer"><timeDuration id="t">=term("a.b")'
        b"</timeDuration></timerEventDefinition></boundaryEvent></process></definitions>"
    )
    files = {
        "m/s/process.bpmn": timer,
        "m/s/service.json": b'{"clock": {"term": "a.b"}}',
        "m/s/forms/x.form": b'{"min": "=parameters.a.b"}',
        "m/s/rules.dmn": b'<text>parameter("a.b") + 1</text>',
        "m/s/documents/x.ka.html": b"{{ parameter(&quot;a.b&quot;) }}",
        "m/s/scenarios/x.json": b'{"term": "a.b"}',
    }

    found = {usage.file: usage.element for usage in usages(files, Kind.PARAMETER, "a.b")}

    del files["m/s/scenarios/x.json"]
    assert found == {**dict.fromkeys(files, ""), "m/s/process.bpmn": "late"}
    assert list(usages(files, Kind.PARAMETER, "a")) == []


def test_law__of_the_settings__is_found_by_a_part() -> None:
    law = b'{"law": [{"act": {"ka": "x", "en": "No. 2181"}, "article": "78"}], "eligibility": {"form": "e"}}'
    files = {"m/s/service.json": law}

    assert [usage.said for usage in usages(files, Kind.LAW, "No. 2181, 78")] == ["x, No. 2181, 78"]
    assert [usage.file for usage in usages(files, Kind.FORM, "e")] == ["m/s/service.json"]


def test_any_text__is_found_in_forms_and_letters_too() -> None:
    files = {
        "a/b/forms/x.form": b'{"label": "tree"}',
        "a/b/process.bpmn": b"<broken",
        "a/b/README.md": b"tree",
    }

    assert [usage.file for usage in usages(files, Kind.ANY, "tree")] == ["a/b/forms/x.form"]


def test_page__of_a_law__leads_to_each_step_in_force_and_in_a_draft_and_says_a_block_once(
    desk: Desk,
) -> None:
    analyst = desk.signed_in("00000009001")
    draft = begun(analyst)

    found = analyst.get("/studio/usages?kind=law&q=2181")
    nothing = analyst.get("/studio/usages?kind=nonsense&q=%00nobody")

    links = [str(link["href"]) for link in found.html.select("main section li a")]
    (at,) = [link for link in links if link == f"{draft}/diagram#check_completeness"]
    drawn = next(link for link in links if link.endswith("#check_completeness") and link != at)
    assert analyst.get(drawn.partition("#")[0]).html.select_one("[data-compare=told]") is not None
    heads = [str(link["href"]) for link in found.html.select("main section h2 a")]
    assert heads.count("/studio/blocks/decision") == 1
    assert len(heads) == len(set(heads))
    assert nothing.status == 200
    assert nothing.html.select_one("main .empty") is not None
    assert desk.signed_in().client.get("/studio/usages").status_code == 403
