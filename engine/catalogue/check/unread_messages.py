"""Check for unread parts of messages, and messages that nobody sends or awaits; of a whole catalogue.

A declaration that nothing keeps or reads promises what nobody does. Read is what stands behind the name under
which a service keeps the message, in any of its files.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from lxml import etree

from engine.catalogue.blocks import CONTRACT, SHARED
from engine.catalogue.check.findings import Finding, remark
from engine.catalogue.check.message_kinds import PAYLOADS
from engine.catalogue.declared_messages import DeclaredMessage, declared_messages
from engine.operations import ALL
from engine.process import DiagramError
from engine.process.source import read_source

_FILES: Final = (".bpmn", ".dmn", ".form", ".html", ".json")
_NS: Final = {
    "bpmn": "http://www.omg.org/spec/BPMN/20100524/MODEL",
    "zeebe": "http://camunda.org/schema/zeebe/1.0",
}
_QUOTED: Final = re.compile(r'"([^"]+)"')
# By the name of a message the folders in which something waits for it, with the names that hold it there.
Waiting = dict[str, list[tuple[Path, set[str]]]]


def check_messages_read(bpmn: Path) -> Iterator[Finding]:
    """Yield the messages of a catalogue of which something is never read, or which nobody sends or awaits."""
    waiting, sent = _used(bpmn)
    for message in _declared(bpmn):
        if message.name in PAYLOADS:
            continue
        places = waiting.get(message.name, [])
        if not places or not (message.is_of_programs or message.name in sent):
            yield remark("reference.message_unread", file=message.file, detail=message.name)
        for part in message.carries if places else ():
            if not any(_reads(folder, names, part) for folder, names in places):
                detail = f"{message.name}: {part}"
                yield remark("reference.message_unread", file=message.file, detail=detail)


def _declared(bpmn: Path) -> Iterator[DeclaredMessage]:
    paths = [*bpmn.glob("*/module.json"), *(bpmn / SHARED).glob(f"*/{CONTRACT}")]
    for path in sorted(paths):
        name = path.relative_to(bpmn).as_posix()
        yield from declared_messages({name: path.read_bytes()}, name.partition("/")[0]).values()


def _used(bpmn: Path) -> tuple[Waiting, set[str]]:
    """Return who waits for which message, and the names that steps send."""
    waiting: Waiting = {}
    sent: set[str] = set()
    for path in sorted(bpmn.rglob("*.bpmn")):
        try:
            root = read_source(path.read_bytes())
        except DiagramError:  # told where the service is judged
            continue
        messages = {m.get("id"): m.get("name") for m in root.iterfind("bpmn:message", _NS)}
        for node in root.iter():
            reference = node.get("messageRef")
            if reference is None:
                sent |= _sent_by(node)
                continue
            element = node if "id" in node.attrib and str(node.tag).endswith("Task") else node.getparent()
            if element is not None:
                waiting.setdefault(messages.get(reference) or "", []).append((path.parent, _kept_as(element)))
    return waiting, sent


def _sent_by(node: etree._Element) -> set[str]:
    task = node.find("bpmn:extensionElements/zeebe:taskDefinition", _NS)
    if task is None or not ALL.traits_of(task.get("type")).sends:
        return set()
    inputs = node.iterfind("bpmn:extensionElements/zeebe:ioMapping/zeebe:input", _NS)
    return {
        name
        for given in inputs
        if given.get("target") == "name"
        for name in _QUOTED.findall(given.get("source") or "")
    }


def _kept_as(element: etree._Element) -> set[str]:
    """Return the names under which a case keeps what an element receives."""
    outputs = element.iterfind("bpmn:extensionElements/zeebe:ioMapping/zeebe:output", _NS)
    return {"message", str(element.get("id")), *(str(output.get("target")) for output in outputs)}


def _reads(folder: Path, names: set[str], part: str) -> bool:
    wanted = re.compile(rf"(?<![\w.])(?:{'|'.join(map(re.escape, sorted(names)))})\.{re.escape(part)}(?!\w)")
    return any(
        wanted.search(path.read_text(errors="replace"))
        for path in folder.rglob("*")
        if path.suffix in _FILES and "scenarios" not in path.parts
    )
