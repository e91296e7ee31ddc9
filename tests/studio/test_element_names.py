"""Names of elements in every language: joined into the diagram that the editor draws, and parted again."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from engine.installation.loading import BPMN
from engine.studio.contents import FileUnusable
from engine.studio.diagrams import written_back
from engine.studio.element_names import elements_in, joined, names_in, parted, with_names
from engine.texts import LANGUAGES
from tests.studio.test_tables import FRONTEND, NODE

DIAGRAMS = sorted(BPMN.rglob("process.bpmn"))
MODEL = 'xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL"'
NAMES = 'xmlns:names="urn:mms:studio:names"'
# As the studio's page reads and writes them, names in other languages included.
THROUGH_EDITOR = """
import { BpmnModdle } from "bpmn-moddle";
import { readFileSync } from "node:fs";
import { namesPackage } from "./src/studio/names.js";
const zeebe = JSON.parse(readFileSync("node_modules/zeebe-bpmn-moddle/resources/zeebe.json", "utf8"));
const { languages, diagrams } = JSON.parse(readFileSync(0, "utf8"));
const written = [];
for (const diagram of diagrams) {
  const moddle = new BpmnModdle({ zeebe, names: namesPackage(languages) });
  const { rootElement, warnings } = await moddle.fromXML(diagram);
  if (warnings.length) throw new Error(warnings[0].message);
  written.push((await moddle.toXML(rootElement, { format: true })).xml);
}
console.log(JSON.stringify(written));
"""


def a_diagram(*elements: str, more: str = "") -> bytes:
    process = f"<bpmn:process id='p'>{''.join(elements)}</bpmn:process>"
    return f"<bpmn:definitions {MODEL}{more}>{process}</bpmn:definitions>".encode()


def a_note(text: str, attributes: str = "") -> str:
    return f"<bpmn:textAnnotation id='note'{attributes}><bpmn:text>{text}</bpmn:text></bpmn:textAnnotation>"


def shown_in_english(*elements: str) -> bytes:
    """Return a diagram as the editor sends it from the English page."""
    return a_diagram(*elements, more=f' {NAMES} names:shown="en"')


def english_beside(diagram: Path) -> dict[str, dict[str, str]]:
    """Return the English names beside a diagram, and one for each other element but the first."""
    known = names_in((diagram.parent / "texts" / "en.json").read_bytes())
    _, *others = elements_in(diagram.read_bytes())
    return {"en": {**dict.fromkeys(others, 'Some <name>\n& "another"'), **known}}


def names_sent(content: bytes) -> dict[str, dict[str, str]]:
    """Return the names in the other languages that a diagram sent by the editor says."""
    names = parted(content).names
    assert names is not None
    return names


@pytest.mark.parametrize("shown", LANGUAGES)
def test_every_diagram__joined_drawn_by_the_editor_and_parted__is_the_one_it_was_with_its_names(
    shown: str,
) -> None:
    names = [english_beside(diagram) for diagram in DIAGRAMS]
    sent = [
        joined(diagram.read_bytes(), beside, shown, {"ka": "სერვისი", "en": "Service"})
        for diagram, beside in zip(DIAGRAMS, names, strict=True)
    ]
    asked = {"languages": LANGUAGES, "diagrams": [content.decode() for content in sent]}
    done = subprocess.run(
        [NODE, "--input-type=module", "-e", THROUGH_EDITOR],
        input=json.dumps(asked),
        capture_output=True,
        text=True,
        cwd=FRONTEND,
        check=True,
    )
    through_editor = [content.encode() for content in json.loads(done.stdout)]

    for came in (sent, through_editor):
        back = [parted(content) for content in came]
        otherwise = [
            diagram.parent.name
            for diagram, said in zip(DIAGRAMS, back, strict=True)
            if written_back(said.diagram, diagram.read_bytes()) != diagram.read_bytes()
        ]
        assert otherwise == []
        assert [said.names for said in back] == names
    assert len(DIAGRAMS) > 50


def test_diagram__on_the_english_page__shows_english_names_and_keeps_the_georgian_beside() -> None:
    diagram = a_diagram("<bpmn:task id='a' name='ა'/>", a_note("შენიშვნა"))

    sent = joined(diagram, {"en": {"a": "A", "note": "A note"}}, "en").decode()

    assert 'name="A" names:ka="ა"' in sent
    assert '<bpmn:textAnnotation id="note" names:ka="შენიშვნა"><bpmn:text>A note</bpmn:text>' in sent


def test_diagram__on_the_georgian_page__keeps_its_names_with_the_english_beside() -> None:
    sent = joined(a_diagram("<bpmn:task id='a' name='ა'/>", "<bpmn:task id='b'/>"), {"en": {"a": "A"}}, "ka")

    assert 'name="ა" names:en="A"' in sent.decode()
    assert '<bpmn:task id="b"/>' in sent.decode()


def test_georgian_name__shown_for_want_of_an_english_one__is_not_taken_for_an_english_name() -> None:
    diagram = a_diagram("<bpmn:task id='a' name='ა'/>", a_note("შენიშვნა"))
    sent = joined(diagram, {"en": {"note": " "}}, "en")
    typed = sent.replace('name="ა"'.encode(), b'name="A"')

    assert 'name="ა" names:ka="ა"'.encode() in sent
    assert names_sent(sent) == {"en": {}}
    assert written_back(parted(sent).diagram, diagram) == diagram
    assert names_sent(typed) == {"en": {"a": "A"}}
    assert written_back(parted(typed).diagram, diagram) == diagram


def test_name__that_is_the_same_in_both_languages__stays_in_both() -> None:
    sent = joined(a_diagram("<bpmn:task id='a' name='SMS'/>"), {"en": {"a": "SMS"}}, "en")

    assert names_sent(sent) == {"en": {"a": "SMS"}}


def test_new_element__named_on_the_english_page__has_no_georgian_name() -> None:
    sent = parted(shown_in_english("<bpmn:task id='a' name='A'/>", a_note("A note")))

    assert sent.names == {"en": {"a": "A", "note": "A note"}}
    assert b"name=" not in sent.diagram and b"A note" not in sent.diagram


def test_diagram__without_a_word_about_names__is_taken_as_it_is_and_says_nothing_of_them() -> None:
    content = a_diagram("<bpmn:task id='a' name='ა'/>")

    assert parted(content).diagram == content
    assert parted(content).names is None


@pytest.mark.parametrize(
    "content",
    [
        b"<a/>",
        b"",
        b"<!DOCTYPE a [<!ENTITY b 'c'>]>" + a_diagram("<bpmn:task id='a' name='&b;'/>"),
        a_diagram(more=f' {NAMES} names:shown="xx"'),
        shown_in_english(f"<bpmn:task id='a' names:ka='{'x' * 20_001}'/>"),
    ],
)
def test_content__that_is_no_diagram_of_ours__is_refused(content: bytes) -> None:
    with pytest.raises(FileUnusable):
        parted(content)


def test_names__said_of_what_bears_none_or_twice__are_in_neither_file() -> None:
    lane = (
        "<bpmn:laneSet><bpmn:lane id='lane' name='მერი' names:ka='x' names:borrowed='true'/></bpmn:laneSet>"
    )
    nameless = "<bpmn:task name='A' names:ka='ა'/>"

    sent = parted(shown_in_english(lane, nameless, "<bpmn:task id='a' names:en='x' name='A'/>"))

    assert sent.names == {"en": {"a": "A"}}
    assert b"names" not in sent.diagram and b"'x'" not in sent.diagram and b'"x"' not in sent.diagram
    assert 'name="მერი"'.encode() in sent.diagram and 'name="ა"'.encode() in sent.diagram


def test_diagram__that_was_stored_with_such_attributes__is_joined_without_them() -> None:
    sent = joined(shown_in_english("<bpmn:task id='a' name='ა' names:ka='x'/>"), {"en": {}}, "ka").decode()

    assert 'names:shown="ka"' in sent
    assert "'x'" not in sent and '"x"' not in sent


def test_text__with_signs_that_xml_has_not__is_shown_without_them() -> None:
    sent = joined(a_diagram("<bpmn:task id='a' name='ა'/>"), {"en": {"a": "A\u0001\ud800B"}}, "ka")

    assert b'names:en="AB"' in sent


TEXTS = b"""{
  "_review": "unchecked",
  "elements": {
    "a": "A",
    "lane": "Lane",
    "b": "B"
  },
  "x": {"y": 1.0}
}"""


def test_texts__whose_names_are_the_same__keep_their_bytes() -> None:
    assert with_names(TEXTS, {"b": "B", "a": "A"}, drawn={"a", "b", "c"}) == TEXTS
    assert with_names(b"{}", {}, drawn={"a"}) == b"{}"


def test_texts__with_other_names__change_in_these_alone() -> None:
    changed = json.loads(with_names(TEXTS, {"b": "Bee", "c": "C"}, drawn={"a", "b", "c"}))

    assert list(changed["elements"].items()) == [("lane", "Lane"), ("b", "Bee"), ("c", "C")]
    assert {key: value for key, value in changed.items() if key != "elements"} == {
        "_review": "unchecked",
        "x": {"y": 1.0},
    }


@pytest.mark.parametrize("content", [b"[]", b'"a"', b'{"elements": []}', b'{"elements": {"a": {"b": "c"}}}'])
def test_texts__of_another_shape__have_no_names_and_are_not_overwritten(content: bytes) -> None:
    assert names_in(content) == {}
    assert with_names(content, {}, drawn={"a"}) == content
    with pytest.raises(FileUnusable):
        with_names(content, {"a": "A"}, drawn={"a"})


def a_lane(name: str, role: str = "mayor") -> str:
    said = f"<zeebe:properties><zeebe:property name='mms:role' value='{role}'/></zeebe:properties>"
    inside = f"<bpmn:extensionElements>{said}</bpmn:extensionElements>"
    return f"<bpmn:laneSet><bpmn:lane id='lane' name='{name}'>{inside}</bpmn:lane></bpmn:laneSet>"


@pytest.mark.parametrize(
    ("role", "typed", "kept"), [("mayor", None, "მერი"), ("mayor", "Head", "Head"), ("nobody", None, "მერი")]
)
def test_lane__on_the_page_of_another_language__is_called_as_its_role(
    role: str, typed: str | None, kept: str
) -> None:
    zeebe = ' xmlns:zeebe="http://camunda.org/schema/zeebe/1.0"'
    diagram = a_diagram(a_lane("მერი", role), more=zeebe)

    shown = joined(diagram, {"en": {}}, "en")
    assert (b'name="Mayor"' in shown) is (role == "mayor")
    sent = shown.replace(b"Mayor", (typed or "Mayor").encode())

    parts = parted(sent)
    assert f'name="{kept}"' in parts.diagram.decode() and b"names:" not in parts.diagram
    assert parts.names == {"en": {}}


SERVICE = {"ka": "დახმარება", "en": "Aid"}


@pytest.mark.parametrize(("typed", "kept"), [(None, "ქომაგი"), ("Support", "Support")])
def test_pool__on_the_page_of_another_language__is_called_as_the_service(
    typed: str | None, kept: str
) -> None:
    participant = "<bpmn:participant id='pool' name='ქომაგი' processRef='p'/>"
    diagram = a_diagram().replace(
        b"<bpmn:process",
        f"<bpmn:collaboration id='c'>{participant}</bpmn:collaboration><bpmn:process".encode(),
    )

    shown = joined(diagram, {"en": {}}, "en", SERVICE)
    assert b'name="Aid"' in shown
    parts = parted(shown.replace(b'name="Aid"', f'name="{typed or "Aid"}"'.encode()))

    assert f'name="{kept}"' in parts.diagram.decode() and b"names:" not in parts.diagram
    assert b"Aid" not in joined(diagram, {"en": {}}, "ka", SERVICE)
    assert written_back(parted(joined(diagram, {"en": {}}, "en", {})).diagram, diagram) == diagram
