"""Judges the hostile diagrams one after the other under limits, and says how much this process grew.

Run as a program: whoever hangs or eats the memory of the machine ends this process and not the tests.
"""

from __future__ import annotations

import json
import re
import resource

from engine.catalogue.check import errors_among
from engine.catalogue.check.validation import examine
from tests.hostile.every import HOSTILE
from tests.hostile.kit import FILES, ID, good

MEMORY = 1024 * 1024 * 1024
SECONDS = 240
RADIO = {
    "type": "radio", "key": "ok", "id": "ok", "label": "?", "validate": {"required": True},
    "properties": {"mms:use": "people"}, "values": [{"label": v, "value": v} for v in ("yes", "no")],
}  # fmt: skip
NAMES = {"ka": "დემო", "en": "Demo"}


def service(diagram: FILES) -> dict[str, bytes]:
    """Return the files of a service that is good but for its diagram."""
    process, blocks = diagram
    text = process.decode(errors="replace") if len(process) < 1_000_000 else ""
    steps = sorted(set(re.findall(r'<bpmn:userTask id="(\w+)"', text)))
    form = {"type": "default", "schemaVersion": 19, "components": [RADIO]}
    words = {
        "elements": dict.fromkeys(steps, "step"),
        "forms": {
            step: {"ok": {"label": "?", "options": {"yes": "yes", "no": "no"}}}
            for step in [*steps, "application"]
        },
    }
    settings = {"code": ID, "names": NAMES, "clock": {}, "number": {"order": "{n:05}"}, "law": []}
    files = {
        "roads/repair/process.bpmn": process,
        "roads/repair/service.json": json.dumps(settings).encode(),
        "roads/module.json": json.dumps({"roles": [{"code": "clerk", "names": NAMES}]}).encode(),
        **{f"roads/repair/texts/{language}.json": json.dumps(words).encode() for language in ("ka", "en")},
        **{f"{block.replace('.', '/')}/process.bpmn": content for block, content in blocks.items()},
        **{f"{block.replace('.', '/')}/block.json": contract(block) for block in blocks},
    }
    for step in [*steps, "application"]:
        files[f"roads/repair/forms/{step}.form"] = json.dumps({**form, "id": step}).encode()
    return files


def contract(block: str) -> bytes:
    """Return what a block tells its callers: that it asks for nothing and gives nothing."""
    said = {"code": block.removeprefix("shared."), "names": NAMES, "summary": NAMES}
    return json.dumps({**said, "inputs": [], "outputs": [], "law": []}).encode()


def peak() -> int:
    """Return the most memory this process ever had, in bytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def main() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    assert not errors_among(examine(ID, service(good()), None))
    for hostile in HOSTILE:
        files = service(hostile.build())
        before = peak()
        findings = examine(ID, files, None)
        told = {"name": hostile.name, "grown": peak() - before, "size": sum(map(len, files.values()))}
        told["findings"] = [
            (finding.code, finding.where, finding.severity, finding.detail, finding.file)
            for finding in findings
        ]
        print(json.dumps(told), flush=True)


if __name__ == "__main__":
    main()
