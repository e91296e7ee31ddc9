"""Whether what opens a service by itself reads what there is, and answers its first form."""

from __future__ import annotations

from collections.abc import Iterator

from engine.catalogue.check.cohort import gives, reads
from engine.catalogue.check.findings import Finding, wrong
from engine.catalogue.check.subject import Subject
from engine.catalogue.triggers import KNOWN, NAMES, triggers_of


def check_triggers(subject: Subject) -> Iterator[Finding]:
    """Yield what `triggers` in service.json names and does not exist."""
    file = f"{subject.folder}/service.json"
    for position, trigger in enumerate(triggers_of(subject.settings)):
        where = f"triggers[{position}]"
        register = subject.registers.get(trigger.register)
        if register is None:
            yield wrong("catalogue.register_unknown", f"{where}.register", file=file, detail=trigger.register)
            continue
        fields = frozenset(field["name"] for field in register["fields"])
        for name, text in (("condition", trigger.condition), ("answers", trigger.answers)):
            yield from reads(text, NAMES, KNOWN, fields, where=f"{where}.{name}", file=file)
        yield from gives(subject, trigger.answers, NAMES, where=f"{where}.answers", file=file)
