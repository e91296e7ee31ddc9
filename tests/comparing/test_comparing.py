"""What is said of a change, and how much it weighs; what means the same is no change."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from engine.catalogue.folder import read_service, services
from engine.comparing import Change, Weight, compare
from engine.installation.loading import BPMN
from engine.studio.closures import as_copy
from engine.studio.copies import renamed

FOLDER = "high_mountain/suspend"
DIAGRAM = f"{FOLDER}/process.bpmn"
TABLE = f"{FOLDER}/suspension.dmn"
FORM = f"{FOLDER}/forms/check.form"


@pytest.fixture(scope="module")
def files() -> dict[str, bytes]:
    return dict(read_service(BPMN / FOLDER).files)


def changed(files: dict[str, bytes], path: str, old: str, new: str) -> tuple[Change, ...]:
    """Compare the files with the same, one text of one file replaced."""
    content = files[path].replace(old.encode(), new.encode(), 1)
    assert content != files[path]
    return compare(files, {**files, path: content})


def said(change: Change) -> dict[tuple[str, str], tuple[str | None, str | None]]:
    return {(detail.code, detail.of): (detail.before, detail.after) for detail in change.details}


def test_element__done_by_another_role__is_a_change_of_meaning(files: dict[str, bytes]) -> None:
    (change,) = changed(files, DIAGRAM, 'candidateGroups="specialist"', 'candidateGroups="lawyer"')

    assert (change.what, change.kind, change.where) == ("changed", "UserTask", "check")
    assert change.weight is Weight.MEANING
    assert said(change) == {("role", ""): ("specialist", "lawyer")}


def test_element__called_otherwise__is_a_change_of_words(files: dict[str, bytes]) -> None:
    (change,) = changed(files, DIAGRAM, 'name="განცხადების შემოწმება"', 'name="Look"')

    assert (change.where, change.weight) == ("check", Weight.WORDS)
    assert said(change) == {("name", ""): ("განცხადების შემოწმება", "Look")}


def test_element__drawn_elsewhere__is_a_change_of_layout(files: dict[str, bytes]) -> None:
    content = files[DIAGRAM].decode()
    at = content.index('<dc:Bounds x="', content.index('bpmnElement="check"')) + len('<dc:Bounds x="')
    moved = (content[:at] + "9" + content[at:]).encode()

    (change,) = compare(files, {**files, DIAGRAM: moved})

    assert (change.where, change.weight) == ("check", Weight.LAYOUT)
    assert [detail.code for detail in change.details] == ["place"]


def test_lane__of_another_role__is_a_change_of_layout(files: dict[str, bytes]) -> None:
    def with_lane(role: str) -> dict[str, bytes]:
        said = f'<zeebe:properties><zeebe:property name="mms:role" value="{role}"/></zeebe:properties>'
        lane = f'<bpmn:lane id="lane"><bpmn:extensionElements>{said}</bpmn:extensionElements></bpmn:lane>'
        begun = files[DIAGRAM].replace(
            b"<bpmn:startEvent", f'<bpmn:laneSet id="lanes">{lane}</bpmn:laneSet><bpmn:startEvent'.encode(), 1
        )
        return {**files, DIAGRAM: begun}

    (change,) = compare(with_lane("mayor"), with_lane("lawyer"))

    assert (change.where, change.weight) == ("lane", Weight.LAYOUT)


def test_element__in_the_file_under_another_prefix_and_with_other_quotes__is_the_same(
    files: dict[str, bytes],
) -> None:
    otherwise = (
        files[DIAGRAM]
        .replace(b"bpmn:", b"b:")
        .replace(b"xmlns:bpmn=", b"xmlns:b=")
        .replace(b"/>", b" />")
        .replace(b".0000", b"")
    )

    assert otherwise != files[DIAGRAM]
    assert compare(files, {**files, DIAGRAM: otherwise}) == ()


def test_flow__on_another_condition_and_gateway_with_ways_in_another_order__are_changes_of_meaning(
    files: dict[str, bytes],
) -> None:
    ways = [
        f"<bpmn:outgoing>checked_to_{target}</bpmn:outgoing>"
        for target in ("give_notice", "proceeding_not_ours")
    ]
    content = files[DIAGRAM].decode()
    swapped = content.replace(ways[0], "@").replace(ways[1], ways[0]).replace("@", ways[1])

    (order,) = compare(files, {**files, DIAGRAM: swapped.encode()})
    (way,) = changed(files, DIAGRAM, 'check.verdict = "not_ours"', 'check.verdict = "ours"')

    assert (order.where, order.weight) == ("checked", Weight.MEANING)
    assert [detail.code for detail in order.details] == ["order"]
    assert (way.kind, way.weight) == ("SequenceFlow", Weight.MEANING)
    assert [detail.code for detail in way.details] == ["condition"]


def test_elements__added_and_removed__are_said_with_their_properties(files: dict[str, bytes]) -> None:
    step = (
        b'<bpmn:scriptTask id="count" name="Count"><bpmn:extensionElements>'
        b'<zeebe:script expression="=1" resultVariable="one"/></bpmn:extensionElements></bpmn:scriptTask>'
    )
    more = {**files, DIAGRAM: files[DIAGRAM].replace(b"</bpmn:process>", step + b"</bpmn:process>")}

    (added,) = compare(files, more)
    (removed,) = compare(more, files)

    assert (added.what, added.kind, added.name) == ("added", "ScriptTask", "Count")
    assert said(added)["script", ""] == (None, "=1")
    assert (removed.what, removed.where) == ("removed", "count")
    assert said(removed)["result", ""] == ("one", None)


def test_table__a_cell_changed__is_said_by_row_and_column(files: dict[str, bytes]) -> None:
    (change,) = changed(files, TABLE, '"none","terminated"', '"none"')

    assert (change.kind, change.name, change.weight) == ("rule", "1", Weight.MEANING)
    assert said(change) == {("when", "სტატუსის მდგომარეობა"): ('"none","terminated"', '"none"')}


def test_table__a_column_called_otherwise__changes_words_and_no_row(files: dict[str, bytes]) -> None:
    (change,) = changed(files, TABLE, 'label="საფუძველი"', 'label="მიზეზი"')

    assert (change.kind, change.weight) == ("column_in", Weight.WORDS)
    assert said(change) == {("label", ""): ("საფუძველი", "მიზეზი")}


def test_table__whose_columns_have_no_ids__is_compared_by_their_labels(files: dict[str, bytes]) -> None:
    bare = re.sub(rb' id="(input|output)_\w+"', b"", files[TABLE])
    content = bare.replace(b'"none","terminated"', b'"none"', 1)

    found = compare({**files, TABLE: bare}, {**files, TABLE: content})

    (rule,) = [change for change in found if change.kind == "rule"]
    assert said(rule) == {("when", "სტატუსის მდგომარეობა"): ('"none","terminated"', '"none"')}


def test_table__a_row_put_before_the_others__changes_no_other_row(files: dict[str, bytes]) -> None:
    content = files[TABLE].decode()
    row = content[content.index("<rule ") : content.index("</rule>") + len("</rule>")]
    other = row.replace('id="rule_none', 'id="rule_first').replace('"none","terminated"', '"lost"')

    found = compare(files, {**files, TABLE: content.replace(row, other + row).encode()})

    assert [(change.what, change.kind, change.name) for change in found] == [("added", "rule", "1")]


def test_table__that_nobody_can_read__is_compared_by_its_lines(files: dict[str, bytes]) -> None:
    found = changed(files, TABLE, 'hitPolicy="UNIQUE"', 'hitPolicy="SOMETIMES"')

    assert [(change.kind, change.weight) for change in found] == [("file", Weight.MEANING)]
    assert "SOMETIMES" in str(found[0].details[0].after)


def test_form__field_no_more_demanded_and_label_changed__are_told_apart(files: dict[str, bytes]) -> None:
    (demand,) = changed(files, FORM, '"required": true', '"required": false')
    (label,) = changed(files, FORM, '"label": "რას ვაკეთებთ"', '"label": "What now"')

    assert (demand.kind, demand.weight) == ("field.radio", Weight.MEANING)
    assert said(demand) == {("field", "validate.required"): ("true", "false")}
    assert (label.where, label.weight) == (demand.where, Weight.WORDS)


def test_texts__of_two_languages__are_one_change_by_key(files: dict[str, bytes]) -> None:
    new = dict(files)
    for language in ("ka", "en"):
        path = f"{FOLDER}/texts/{language}.json"
        new[path] = files[path].replace(b'"receipt": "', b'"receipt": "X', 1)

    found = compare(files, new)

    assert [(change.kind, change.weight) for change in found] == [("text", Weight.WORDS)]
    assert {detail.of for detail in found[0].details} == {"ka", "en"}


def test_settings_letters_and_scenarios__weigh_by_what_they_decide(files: dict[str, bytes]) -> None:
    (fee,) = changed(files, f"{FOLDER}/service.json", '"fee_tetri": 0', '"fee_tetri": 500')
    (summary,) = changed(files, f"{FOLDER}/service.json", '"summary"', '"_summary"')
    (letter,) = changed(files, f"{FOLDER}/documents/granted.en.html", "</p>", " now</p>")
    (note,) = changed(files, f"{FOLDER}/README.md", "\n", "\nMore.\n")

    assert (fee.where, fee.weight) == ("fee_tetri", Weight.MEANING)
    assert (summary.what, summary.where) == ("removed", "summary")
    assert letter.weight is Weight.MEANING
    assert note.weight is Weight.BESIDE


def test_parameter__asked_for_anew__is_named(files: dict[str, bytes]) -> None:
    found = changed(files, f"{FOLDER}/service.json", '"gac.decision"', '"gac.new"')

    named = {(change.what, change.name) for change in found if change.kind == "parameter"}
    assert ("added", "gac.new") in named
    assert {name for _, name in named} <= {"gac.new", "gac.decision"}


@pytest.mark.parametrize("folder", services(BPMN), ids=lambda one: f"{one.parent.name}.{one.name}")
def test_every_service__against_itself_and_its_copy__differs_in_nothing(folder: Path) -> None:
    service = read_service(folder)
    files = dict(service.files)
    own = f"{folder.parent.name}/{folder.name}/"
    copy = renamed(
        {path.removeprefix(own): file for path, file in files.items() if path.startswith(own)},
        service.code,
        f"{service.module}.copied",
    )
    others = {path: file for path, file in files.items() if not path.startswith(own)}

    assert compare(files, dict(files)) == ()
    assert (
        compare(
            as_copy(files, service.code, f"{service.module}.copied"),
            {**others, **{f"{service.module}/copied/{path}": one for path, one in copy.items()}},
        )
        == ()
    )
