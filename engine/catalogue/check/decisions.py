"""Check of decision tables: they can be evaluated and leave no gap."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from engine.catalogue.check.absences import absences
from engine.catalogue.check.findings import Finding, details
from engine.catalogue.check.kinds import kinds_of, results_of
from engine.catalogue.check.names import case_names
from engine.catalogue.check.subject import Subject
from engine.decisions import DecisionError, Decisions
from engine.decisions.analyse import Absence, analyse_tables
from engine.decisions.graph import find_node
from engine.decisions.model import Decision, Table
from engine.process import names_given
from engine.scope import FUNCTIONS
from feel import FeelError
from feel.analyse import Kind


def check_decisions(subject: Subject) -> Iterator[Finding]:
    """Yield what is wrong with the tables."""
    definition = subject.definition
    names = None if definition is None else case_names(definition)
    given = names_given(definition) if definition else {}
    kinds = kinds_of(subject)
    for shelf in subject.shelves.values():
        for decision_id, model in shelf.decisions.items():
            file = subject.tables[shelf.process_id, decision_id]
            around = given.get(shelf.name_of_decision(decision_id) or "", frozenset())
            try:
                model.check(functions=FUNCTIONS, names=None if names is None else names | around)
                name = shelf.name_of_decision(decision_id) or decision_id
                outside = kinds.given(name) if kinds else {}
                missing = absences(subject, name)
                yield from _tables(model, decision_id, subject, outside=outside, missing=missing, file=file)
            except DecisionError as error:
                yield Finding(error.code, error.element, file, detail=details(error.params))
            except FeelError as error:
                yield Finding(error.code, decision_id, file, detail=error.text or "")


def outputs_of(decisions: Decisions, decision_id: str) -> frozenset[str]:
    """Return the names of the outputs of a decision that is a table."""
    node = find_node(decisions.source, decision_id)
    logic = node.logic if isinstance(node, Decision) else None
    return frozenset(output.name for output in logic.outputs) if isinstance(logic, Table) else frozenset()


def _tables(
    model: Decisions,
    decision_id: str,
    subject: Subject,
    *,
    outside: Mapping[str, Kind],
    missing: Sequence[Absence],
    file: str,
) -> Iterator[Finding]:
    results = results_of(subject)
    analyses = analyse_tables(model, functions=FUNCTIONS, outside=outside, results=results, absences=missing)
    for analysis in analyses:
        for found in analysis.errors if analysis.decision == decision_id else ():
            detail = "; ".join(part for part in (", ".join(found.rules), found.detail) if part)
            yield Finding(
                found.code,
                found.element,
                file,
                detail=detail,
                hint=found.hint,
                fix=found.fix,
                choices=found.choices,
                witness=found.witness or {},
            )
