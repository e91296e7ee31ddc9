"""Generated diagrams as services that can be published: every choice is a law of the data, not of chance.

`tests.simulation.runs.generate` draws the flow of control and leaves the meaning open. Here each condition
reads the dice of the application and the turns that loops have counted, and operations are real ones; so the
same commands always go the same way.
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import Any

from lxml import etree

from engine.cases.messages import WITHDRAWN
from engine.process import Definition
from engine.process.source import Node, local_name
from tests.engine.services import DECISION, LETTER, write_block, write_service
from tests.process import kit
from tests.simulation.runs.generate import DiagramBuilder
from tests.simulation.runs.random_runs import RandomRuns

ZEEBE = "{http://camunda.org/schema/zeebe/1.0}"
CODE, BLOCK, FORM = "permits.note", "part", "review"
# How often the loops of a case may turn, all together; after that it goes on its way.
MOST_TURNS = 4
ASKS, WRITES, TELLS = "civil_registry.person", "letter.send", "message.publish"
COSTS, PAUSES, RESUMES = "payment.request", "clock.pause", "clock.resume"
INPUTS = {
    ASKS: {"personal_number": "=applicant.personal_number"},
    WRITES: {"template": '="told"'},
    COSTS: {"amount_tetri": "=100 + modulo(application.dice, 100)"},
    PAUSES: {"reason": '="asked"'},
    RESUMES: {},
}
MARK = {"type": "textfield", "key": "mark", "label": "mark"}
DICE = (
    {"type": "number", "key": "dice", "label": "dice", "validate": {"required": True}},
    {"type": "textfield", "key": "partner", "label": "partner", "validate": {"required": True}},
)
LONG = 12  # steps that a case takes, on average
STEPS = ("userTask", "serviceTask", "sendTask", "receiveTask")


def write(bpmn: Path, seed: int, *, size: int) -> Path:
    """Write the service of a random diagram below a catalogue folder; return its folder."""
    choice = random.Random(seed)
    block, whole = map(etree.fromstring, _long(choice, size))
    _let_withdraw(whole, choice)
    messages = [str(node.get("name")) for tree in (whole, block) for node in _all(tree, "message")]
    numbers = count()
    for tree in (whole, block):
        _give_meaning(tree, choice, messages or ["nothing"], numbers)
    _begin(whole)
    service = write_service(bpmn)
    (service / "process.bpmn").write_bytes(etree.tostring(whole))
    (service / "table.dmn").write_text(
        DECISION.format(name="table", expression="modulo(application.dice, 9)")
    )
    _ask(service, "application", *DICE)
    _ask(service, FORM, MARK)
    _name_steps(service, whole)
    if _all(whole, "callActivity"):
        folder = write_block(bpmn, BLOCK, "", forms={FORM: MARK}, steps={})
        (folder / "process.bpmn").write_bytes(etree.tostring(block))
        (folder / "table.dmn").write_text((service / "table.dmn").read_text())
        for language in ("ka", "en"):
            (folder / "documents" / f"told.{language}.html").write_text(LETTER.format(language=language))
        _name_steps(folder, block)
    return service


def _long(choice: random.Random, size: int) -> tuple[bytes, bytes]:
    """Draw a block and a process until there are ones through which cases take a long way."""
    while True:
        called = f"shared.{BLOCK}"
        block = DiagramBuilder(choice, size // 4, mark="b").process(called)
        whole = DiagramBuilder(choice, size - size // 4, block=called).process(CODE)
        runs = RandomRuns(Definition.parse(whole, {called: block}))
        if sum(min(runs.run(number), 4 * LONG) for number in range(8)) > 8 * LONG:
            return block, whole


def messages_of(service: Path) -> tuple[str, ...]:
    """Return the names of the messages that cases of the written service may wait for."""
    files = [service / "process.bpmn", *service.parents[1].glob("shared/*/process.bpmn")]
    trees = [etree.fromstring(file.read_bytes()) for file in files]
    return tuple(sorted({str(node.get("name")) for tree in trees for node in _all(tree, "message")}))


def _all(tree: Node, *kinds: str) -> list[Node]:
    return [node for node in tree.iter() if local_name(node) in kinds]


def _drawn(nodes: str) -> list[Node]:
    return list(etree.fromstring(f"{kit.HEAD}{nodes}</bpmn:definitions>"))


def _around(node: Node) -> Node:
    found = node.getparent()
    assert found is not None
    return found


def _give_meaning(tree: Node, choice: random.Random, messages: list[str], numbers: Iterator[int]) -> None:
    for definition in tree.iter(f"{ZEEBE}taskDefinition"):
        _operate(definition, choice, messages)
    for form in tree.iter(f"{ZEEBE}formDefinition"):
        form.set("formId", FORM)
    for duty in tree.iter(f"{ZEEBE}assignmentDefinition"):
        duty.set("candidateGroups", "specialist")
    for script in tree.iter(f"{ZEEBE}script"):
        script.set("expression", "=turns")
    for loop in tree.iter(f"{ZEEBE}loopCharacteristics"):
        loop.set("inputCollection", f'=if {_dice(next(numbers))} then ["a", "b", "c"] else []')
    for until in _all(tree, "completionCondition"):
        until.text = f"={_dice(next(numbers))}"
    for flow in _all(tree, "sequenceFlow"):
        _decide(flow, next(numbers))
    for loop in _all(tree, "multiInstanceLoopCharacteristics"):
        # The schema wants it before what is drawn inside.
        host = _around(loop)
        host.insert(1 if local_name(host[0]) == "extensionElements" else 0, loop)


def _dice(number: int) -> str:
    """Return a condition that holds for every other throw of the dice, and changes with each turn."""
    return f"modulo(floor(application.dice / {2 ** (number % 20)}) + turns, 2) = 1"


def _operate(definition: Node, choice: random.Random, messages: list[str]) -> None:
    """Let an operation be a real one: a job asks or writes, what is done at once tells another case, asks for
    money or stops the clock."""
    # What is over at once leaves no time for an event at its border.
    is_parked = definition.get("type") == "parked" or _is_host(definition)
    operation = choice.choice([ASKS, WRITES] if is_parked else [TELLS, COSTS, COSTS, PAUSES, RESUMES])
    told = {
        "name": f'="{choice.choice(messages)}"',
        "key": "=application.partner",
        "payload": "={}",
    }
    definition.set("type", operation)
    for mapping in _drawn(kit.io(INPUTS.get(operation, told), {})):
        definition.addnext(mapping)


def _is_host(definition: Node) -> bool:
    step = _around(_around(definition)).get("id")
    events = _all(definition.getroottree().getroot(), "boundaryEvent")
    return any(event.get("attachedToRef") == step for event in events)


def _decide(flow: Node, number: int) -> None:
    """Give a condition its law; a way back is counted, so that every loop ends."""
    condition = next(iter(_all(flow, "conditionExpression")), None)
    if condition is None:
        return
    condition.text = f"={_dice(number)}"
    level, target = _around(flow), str(flow.get("targetRef"))
    # The top of a loop is a gateway that a choice leads to directly.
    if any(node.get("id") == target and local_name(node) == "exclusiveGateway" for node in level):
        condition.text = f"=turns < {MOST_TURNS} and {_dice(number)}"
        turn = f"turn_{flow.get('id')}"
        flow.set("targetRef", turn)
        level.extend(_drawn(kit.script(turn, "=turns + 1", "turns")))
        level.extend(_drawn(kit.flow(turn, target)))


def _let_withdraw(whole: Node, choice: random.Random) -> None:
    """Let the applicant withdraw where the case waits for one of its messages."""
    found = _all(whole, "message")
    if found:
        choice.choice(found).set("name", WITHDRAWN)


def _begin(whole: Node) -> None:
    """Let the case begin with its application, no turn taken and something to pay."""
    (start,) = [node for node in _all(whole, "startEvent") if node.get("id") == "start_1"]
    (first,) = [flow for flow in _all(whole, "sequenceFlow") if flow.get("sourceRef") == "start_1"]
    level = _around(start)
    level.remove(start)
    first.set("sourceRef", "no_turn")
    level.extend(_drawn(kit.start("application", "application") + kit.script("no_turn", "=0", "turns")))
    level.extend(_drawn(kit.job("cost", COSTS, inputs=INPUTS[COSTS])))
    level.extend(_drawn(kit.line("application", "cost", "no_turn")))


def _ask(folder: Path, form_id: str, *fields: dict[str, Any]) -> None:
    """Add fields to a form."""
    file, texts = folder / "forms" / f"{form_id}.form", folder / "texts" / "en.json"
    form, known = json.loads(file.read_text()), json.loads(texts.read_text())
    form["components"] += [{"id": f"{form_id}_{field['key']}", **field} for field in fields]
    known["forms"][form_id] |= {field["key"]: {"label": field["key"]} for field in fields}
    file.write_text(json.dumps(form))
    texts.write_text(json.dumps(known))


def _name_steps(folder: Path, tree: Node) -> None:
    for language in ("ka", "en"):
        file = folder / "texts" / f"{language}.json"
        texts = json.loads(file.read_text())
        texts["elements"] = {node.get("id"): node.get("id") for node in _all(tree, *STEPS)}
        file.write_text(json.dumps(texts))
