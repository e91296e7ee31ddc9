"""What a step is told changed: whose it is, until when, which form and letter, what goes in and comes out."""

from __future__ import annotations

from engine.operations import ALL
from engine.process.source import BPMN, Node
from engine.texts import LANGUAGES
from mutation.diagrams.drawing import Do, Drawing, Edit, Edits, key, said, setting, without

_ROLES = ("mayor", "lawyer")  # whoever had the step, one of these is somebody else
_DURATIONS = ('=duration("PT1M")', '=duration("P9000D")')
_DATES = ('=date("2000-01-01")', '=date("2199-12-31")')


def role_changed(drawing: Drawing) -> Edits:
    for step in drawing.steps():
        for number, assignment in enumerate(said(step, "assignmentDefinition")):
            if old := assignment.get("candidateGroups"):
                new = next(role for role in _ROLES if role != old)
                yield _set(step, "assignmentDefinition", number, "candidateGroups", old, new)


def form_changed(drawing: Drawing) -> Edits:
    for step in drawing.steps():
        for number, definition in enumerate(said(step, "formDefinition")):
            old = definition.get("formId") or ""
            if new := _following(drawing.around.forms, old):
                yield _set(step, "formDefinition", number, "formId", old, new)


def letter_changed(drawing: Drawing) -> Edits:
    for step in drawing.steps():
        if not any(_is_letter(definition.get("type")) for definition in said(step, "taskDefinition")):
            continue
        for number, element in enumerate(said(step, "input")):
            old = (element.get("source") or "").removeprefix("=").strip('"')
            new = _following(drawing.around.letters, old)
            if element.get("target") == "template" and old in drawing.around.letters and new:
                yield _set(step, "input", number, "source", f'="{old}"', f'="{new}"')


def timer_changed(drawing: Drawing) -> Edits:
    """A timer fires at once or never."""
    for event in drawing.steps():
        definition = event.find(f"{{{BPMN}}}timerEventDefinition")
        for time in definition if definition is not None else ():
            old = (time.text or "").strip()
            news = _DATES if time.tag == f"{{{BPMN}}}timeDate" else _DURATIONS
            host = event.get("attachedToRef") or key(event)
            for new in news:
                yield Edit(
                    key(event), f"{old} → {new}", frozenset({key(event), host}), timing(key(event), new)
                )


def due_changed(drawing: Drawing) -> Edits:
    for step in drawing.steps():
        for number, schedule in enumerate(said(step, "taskSchedule")):
            if old := schedule.get("dueDate"):
                yield _set(step, "taskSchedule", number, "dueDate", old, _DURATIONS[1])
                yield _part(step, "taskSchedule", number, "due date")


def input_removed(drawing: Drawing) -> Edits:
    for step in drawing.steps():
        for number, element in enumerate(said(step, "input")):
            if element.get("source") != "=null":  # what gives nothing is missed by nobody
                yield _part(step, "input", number, f"input {element.get('target')}")


def output_removed(drawing: Drawing) -> Edits:
    for step in drawing.steps():
        for number, output in enumerate(said(step, "output")):
            yield _part(step, "output", number, f"output {output.get('target')}")


def script_emptied(drawing: Drawing) -> Edits:
    for step in drawing.steps():
        for number, script in enumerate(said(step, "script")):
            yield _set(step, "script", number, "expression", script.get("expression") or "", "=null")


def signing_removed(drawing: Drawing) -> Edits:
    for step in drawing.steps():
        for number, extension in enumerate(said(step, "property")):
            if (extension.get("name") or "").startswith("mms:sign"):
                yield _part(step, "property", number, f"{extension.get('name')}={extension.get('value')}")


def repetition_changed(drawing: Drawing) -> Edits:
    """What is done for each is done once, or for the first alone."""
    for step in drawing.steps():
        loop = step.find(f"{{{BPMN}}}multiInstanceLoopCharacteristics")
        if loop is not None:
            yield Edit(key(step), "repetition removed", frozenset({key(step)}), _once(key(step)))
            old = (said(loop, "loopCharacteristics")[0].get("inputCollection") or "").removeprefix("=")
            new = f"=[({old})[1]]"
            yield Edit(
                key(step), f"for each of {old} → {new}", frozenset({key(step)}), _for_each(key(step), new)
            )


def _is_letter(operation: str | None) -> bool:
    """Tell a letter from an act, which is written in the official language alone."""
    return operation in ALL.names and ALL.traits_of(operation).templates_in == LANGUAGES


def _set(step: Node, name: str, number: int, attribute: str, old: str, new: str) -> Edit:
    do = setting(key(step), name, number, attribute, new)
    return Edit(key(step), f"{old} → {new}", frozenset({key(step)}), do)


def _part(step: Node, name: str, number: int, words: str) -> Edit:
    return Edit(key(step), f"{words} removed", frozenset({key(step)}), without(key(step), name, number))


def _following(known: tuple[str, ...], old: str) -> str | None:
    others = [number for number in known if number > old] or list(known)
    return next((other for other in others if other != old), None)


def timing(event: str, text: str) -> Do:
    def do(drawing: Drawing) -> None:
        definition = drawing.node(event).find(f"{{{BPMN}}}timerEventDefinition")
        assert definition is not None
        definition[0].text = text

    return do


def _once(step: str) -> Do:
    def do(drawing: Drawing) -> None:
        node = drawing.node(step)
        loop = node.find(f"{{{BPMN}}}multiInstanceLoopCharacteristics")
        assert loop is not None
        node.remove(loop)

    return do


def _for_each(step: str, collection: str) -> Do:
    def do(drawing: Drawing) -> None:
        loop = drawing.node(step).find(f"{{{BPMN}}}multiInstanceLoopCharacteristics")
        assert loop is not None
        said(loop, "loopCharacteristics")[0].set("inputCollection", collection)

    return do
