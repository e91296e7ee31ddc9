"""Check of triggers: what opens a service by itself reads what there is, and answers its first form."""

from __future__ import annotations

from collections.abc import Iterator

from engine.catalogue.check.cohort import gives, kinds_over, reads
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
        kinds = kinds_over(register, KNOWN)
        for name, text in (("condition", trigger.condition), ("answers", trigger.answers)):
            is_condition = name == "condition"
            yield from reads(
                subject, text, NAMES, kinds, where=f"{where}.{name}", file=file, is_condition=is_condition
            )
        yield from gives(subject, trigger.answers, NAMES, kinds, where=f"{where}.answers", file=file)
