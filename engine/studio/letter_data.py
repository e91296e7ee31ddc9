"""Data that a letter of a draft can print or ask, as a tree: what each step of the diagram brings.

A value is named as the case has it (`visit.visited_on`), and called as its form, table, block or operation
calls it. Refuses to know SQL, pages and what FEEL makes of a value.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from engine.catalogue.blocks import CONTRACT, SHARED, folder_of
from engine.operations import ALL
from engine.process.source import BPMN, Node, local_name, read_source
from engine.studio import conditions
from engine.texts import OFFICIAL
from forms import Field, FormError, load_form, localise
from forms.definition import CHOICES, SHOWN_ONLY

DIAGRAM: Final = "process.bpmn"
_RESULT: Final = re.compile(r"=\s*result(?:\.([A-Za-z_]\w*))?\s*")
_OF_COMPONENT: Final = {"checkbox": "yes_no", "dynamiclist": "list"}
_OF_ANSWER: Final = {"date": "date", "datetime": "moment", "money": "money", "number": "number"}
_OF_CONTRACT: Final = {"boolean": "yes_no", "number": "number", "list": "list", "date": "date"}
_UNPRINTED: Final = SHOWN_ONLY | {"filepicker", "expression"}


@dataclass(frozen=True)
class Datum:
    """A value by its place in the case; `word` is how an operation calls it, where nobody gave a label."""

    path: str
    label: str
    kind: str = "text"
    options: tuple[tuple[str, str], ...] = ()
    word: str = ""
    columns: tuple[Datum, ...] = ()  # of a list: what each of its rows has

    def under(self, name: str) -> Datum:
        """Return the same value as it lies under a name."""
        return replace(self, path=".".join(filter(None, (name, self.path))))


@dataclass(frozen=True)
class DataOfStep:
    """The values that one step of the diagram brings, and what the step is called."""

    label: str
    data: tuple[Datum, ...]


def data_of_steps(code: str, closure: Mapping[str, bytes], language: str) -> tuple[DataOfStep, ...]:
    """Return what the steps of a service bring, in the order of its diagram; the blocks are in `closure`."""
    found = {path.split("/")[1] for path in closure if path.startswith(f"{SHARED}/") and CONTRACT in path}
    own = _below(closure, f"{folder_of(code)}/")
    blocks = {
        name: _Folder(_below(closure, f"{SHARED}/{name}/"), language, forms=own) for name in sorted(found)
    }
    known: set[str] = set()
    steps = []
    for step in _Folder(own, language, blocks).steps():
        # What several steps bring under the same name stands where it comes first.
        if data := tuple(datum for datum in step.data if datum.path not in known):
            steps.append(replace(step, data=data))
            known.update(datum.path for datum in data)
    return tuple(steps)


def names_of_data(code: str, closure: Mapping[str, bytes], language: str) -> dict[str, str]:
    """Return the names under which a service and its blocks keep something, with the step that first does."""
    found: dict[str, str] = {}
    for path, content in closure.items():
        folder, _, name = path.rpartition("/")
        if name != DIAGRAM or not f"{folder}/".startswith((f"{folder_of(code)}/", f"{SHARED}/")):
            continue
        words = _step_words(_below(closure, f"{folder}/"), language)
        for node in read_source(content).iter(f"{{{BPMN}}}*"):
            for kept in _kept_by(node):
                found.setdefault(kept, words(node))
    return found


def _kept_by(node: Node) -> Iterator[str]:
    """Yield the names under which an element keeps what it brings or computes."""
    if local_name(node) in ("startEvent", "userTask"):
        yield str(node.get("id"))
    for extension in node.iterfind(f"{{{BPMN}}}extensionElements//*"):
        is_input = local_name(extension) == "input"
        said = (extension.get("resultVariable"), None if is_input else extension.get("target"))
        yield from (name.split(".")[0] for name in said if name)
    if collection := _collected(node):
        yield collection


def _step_words(files: Mapping[str, bytes], language: str) -> Callable[[Node], str]:
    """Return what says how an element of a diagram is called in a language."""
    texts = {} if language == OFFICIAL else _json(files, f"texts/{language}.json")
    names = texts.get("elements", {})
    return lambda node: names.get(node.get("id", "")) or " ".join((node.get("name") or "").split())


class _Folder:
    """A service or block by its files: finds what the elements of its diagram bring.

    A block may leave a form to whoever calls it: what it has not itself is looked for among those `forms`.
    """

    def __init__(
        self,
        files: Mapping[str, bytes],
        language: str,
        blocks: Mapping[str, _Folder] | None = None,
        *,
        forms: Mapping[str, bytes] | None = None,
    ) -> None:
        self._files, self._language = files, language
        self._blocks, self._forms = blocks or {}, forms or {}
        self._tables = conditions.of_tables(files)

    def steps(self) -> Iterator[DataOfStep]:
        """Yield the steps that bring something."""
        if DIAGRAM not in self._files:
            return
        words = _step_words(self._files, self._language)
        for node in read_source(self._files[DIAGRAM]).iter(f"{{{BPMN}}}*"):
            label = words(node)
            data = tuple(self._brought(node, label))
            if data and (collection := _collected(node)):
                data = (Datum(collection, label, "list", columns=tuple(map(_of_row, data))),)
            if data:
                yield DataOfStep(label, data)

    def contract(self) -> Iterator[Datum]:
        """Yield what a block brings to whoever calls it."""
        inside = {datum.path: datum for step in self.steps() for datum in step.data}
        for output in _json(self._files, CONTRACT).get("outputs", ()):
            name = output["name"]
            members = [datum for path, datum in inside.items() if path.startswith(f"{name}.")]
            if members:
                yield from members
            elif output["kind"] != "context":
                kind = _OF_CONTRACT.get(output["kind"], "text")
                yield inside.get(name) or Datum(name, output["names"][self._language], kind)

    def _brought(self, node: Node, label: str) -> Iterable[Datum]:
        says = {
            local_name(extension): extension
            for around in node.iterfind(f"{{{BPMN}}}extensionElements")
            for extension in around
        }
        outputs = [said for said in says.get("ioMapping", ()) if local_name(said) == "output"]
        if (form := says.get("formDefinition")) is not None and not outputs:
            return [datum.under(node.get("id", "")) for datum in self._form(form.get("formId", ""))]
        if (table := says.get("calledDecision")) is not None:
            return self._table(table.get("decisionId", ""), table.get("resultVariable", ""))
        if (called := says.get("calledElement")) is not None:
            block = self._blocks.get(called.get("processId", "").partition(".")[2])
            return () if block is None else block.contract()
        if (operation := says.get("taskDefinition")) is not None:
            return _result(operation.get("type", ""), outputs, label)
        return ()

    def _form(self, form_id: str) -> Iterator[Datum]:
        path = f"forms/{form_id}.form"
        files = self._files if path in self._files else self._forms
        words = conditions.form_words(files, self._language, form_id)
        try:
            form = load_form(files[path])
            yield from _questions(localise(form, words, language=self._language).fields)
        except (KeyError, FormError):
            return  # validation says what is wrong with it

    def _table(self, decision: str, name: str) -> Iterator[Datum]:
        for question in self._tables.get(decision, ()):
            asks = {test.asks for test in question.tests}
            values = tuple((test.value, test.value) for test in question.tests if test.asks == "is")
            kind = "yes_no" if "yes" in asks else "choice" if values else "text"
            yield Datum(question.path, question.label, kind, values).under(name)


def _collected(node: Node) -> str:
    """Return the name of the list that a repeated step makes of its answers, if it keeps them whole."""
    loop = node.find(f"{{{BPMN}}}multiInstanceLoopCharacteristics")
    said = None if loop is None else next(loop.iter("{*}loopCharacteristics"), None)
    return "" if said is None or said.get("outputElement") else str(said.get("outputCollection", ""))


def _of_row(datum: Datum) -> Datum:
    return replace(datum, path=datum.path.partition(".")[2])


def _questions(fields: Iterable[Field]) -> Iterator[Datum]:
    for field in fields:
        if field.type == "group":
            yield from _questions(field.fields)
        elif field.key and field.type not in _UNPRINTED:
            yield _question(field)


def _question(field: Field) -> Datum:
    options = tuple((option.value, option.label) for option in field.options)
    kind = _OF_COMPONENT.get(field.type) or _OF_ANSWER.get(field.kind)
    if kind is None:
        kind = ("several" if field.type in CHOICES else "choice") if options else "text"
    columns = (
        tuple(
            replace(column, path=column.path.removeprefix(f"{field.path}."))
            for column in _questions(field.fields)
        )
        if field.type == "dynamiclist"
        else ()
    )
    return Datum(field.path, field.label or field.key, kind, options, columns=columns)


def _result(operation: str, outputs: Iterable[Node], label: str) -> Iterator[Datum]:
    """Yield what an operation brings, by the names under which the step keeps it."""
    if operation not in ALL.names:
        return
    for output in outputs:
        match = _RESULT.fullmatch(output.get("source", ""))
        target = output.get("target", "")
        if match is None:
            continue
        if match[1]:
            yield Datum(target, label, word=match[1])
        else:
            for name in ALL.find(operation).outputs:
                yield Datum(f"{target}.{name}", label, word=name)


def _below(files: Mapping[str, bytes], folder: str) -> dict[str, bytes]:
    return {path.removeprefix(folder): content for path, content in files.items() if path.startswith(folder)}


def _json(files: Mapping[str, bytes], path: str) -> dict[str, Any]:
    try:
        said = json.loads(files.get(path, b"{}"))
    except ValueError:
        return {}  # validation says what is wrong with it
    return said if isinstance(said, dict) else {}
