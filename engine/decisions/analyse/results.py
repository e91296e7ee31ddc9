"""Of what kind the results of decisions are, with the texts that their rules can give."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from engine.decisions import model
from engine.decisions.analyse.declared import Declared, declared_by
from engine.decisions.evaluate import Decisions
from engine.decisions.expressions import Texts
from engine.decisions.hit_policies import traits_of
from engine.decisions.program import make_program
from engine.decisions.tables import CompiledTable, compile_table
from feel import Expression, Functions
from feel.analyse import UNKNOWN, Kind, list_of
from feel.analyse.kinds import NUMBER, joined


def kinds_of_results(decisions: Decisions, functions: Functions) -> Mapping[str, Kind]:
    """Return the kind of what each decision of a model gives, whatever it is given."""
    texts = make_program(decisions.source, functions).texts[()]
    return of_results(decisions.source, declared_by(decisions.source, functions), texts)


def beside_results(
    declared: Declared, decision: model.Decision, source: model.Model, results: Mapping[str, Kind]
) -> Declared:
    """Return what a decision may read: what is declared, and the results of those it requires."""
    variables = dict(declared.variables)
    for needed in decision.requirements:
        node = source.nodes[needed]
        if isinstance(node, model.Decision) and results.get(needed, UNKNOWN).is_known:
            variables |= dict.fromkeys((node.variable, node.name, node.id), results[needed])
    return replace(declared, variables=variables)


def of_results(source: model.Model, declared: Declared, texts: Texts) -> Mapping[str, Kind]:
    """Return the kind of what each decision gives, those first that others rest on."""
    found: dict[str, Kind] = {}
    pending = [decision for decision in source.decisions() if not decision.origin]
    while pending:
        waiting = {decision.id for decision in pending}
        ready = [
            decision for decision in pending if not waiting & {*decision.requirements} - {decision.id}
        ] or pending
        for decision in ready:
            known = beside_results(declared, decision, source, found)
            found[decision.id] = _of_decision(decision, known, texts)
        pending = [decision for decision in pending if decision.id not in found]
    return found


def _of_decision(decision: model.Decision, declared: Declared, texts: Texts) -> Kind:
    named = declared.kind(decision.type_name)
    match decision.logic:
        case model.Table() as table:
            compiled = compile_table(table, texts, local=frozenset())
            return _of_table(compiled, decision, declared)
        case model.Literal(id=id_, text=text) if text:
            expression = texts.expression(text, element=id_, local=frozenset())
            found = joined(_of_cells([expression], declared))
            return named if named.is_known and found.name != named.name else found
    return named


def _of_table(table: CompiledTable, decision: model.Decision, declared: Declared) -> Kind:
    outputs = table.table.outputs
    kinds = [
        _of_output(
            [row.outputs[place] for row in table.rows] + [table.defaults[place]],
            type_name=output.type_name or (decision.type_name if len(outputs) == 1 else ""),
            declared=declared,
        )
        for place, output in enumerate(outputs)
    ]
    if len(outputs) == 1:
        kind = kinds[0]
    else:
        members = tuple((output.name, member) for output, member in zip(outputs, kinds, strict=True))
        kind = Kind("context", members=members, is_closed=True)
    if traits_of(table.table.policy).is_single:
        return kind
    if table.table.aggregation:
        return NUMBER if table.table.aggregation in ("SUM", "COUNT") else kind.bare
    return list_of(kind)


def _of_cells(cells: Sequence[Expression | None], declared: Declared) -> Iterator[Kind]:
    """Yield the kind of each cell that is not empty."""
    for cell in cells:
        if cell is not None:
            yield declared.of(cell).kind


def _of_output(cells: Sequence[Expression | None], *, type_name: str, declared: Declared) -> Kind:
    named = declared.kind(type_name)
    found = joined(_of_cells(cells, declared)) if any(cells) else UNKNOWN
    return named if named.is_known and found.name != named.name else found
