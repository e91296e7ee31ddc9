"""The analysis of tables says what trying everything says."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from itertools import combinations, product
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine.decisions import DecisionError, Decisions, load_decisions
from engine.decisions.analyse import Absence, TableFinding, analyse_tables
from tests.decisions.builders import decision, definitions, table

POINTS: dict[str, list[Any]] = {
    "number": [Decimal(n) / 2 for n in range(-3, 12)],
    "string": ["", "a", "aa", "b", "bb", "c", "cc"],
    "boolean": [True, False],
    "date": [f"2024-01-0{n}" for n in range(1, 9)],
}
NUMBERS, TEXTS, DAYS = st.integers(0, 4), st.sampled_from("abc"), st.integers(3, 6)
OPERATORS = st.sampled_from(["<", "<=", ">", ">=", "=", "!="])
OUTPUTS = ('"p"', '"q"', '"r"')


def negatable(cells: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    several = st.lists(cells, min_size=1, max_size=2).map(", ".join)
    return st.one_of(st.just("-"), cells, several, several.map("not({})".format), st.just("null"))


def comparisons(literals: st.SearchStrategy[Any]) -> st.SearchStrategy[str]:
    literal = literals.map(str)
    return st.one_of(
        literal,
        st.builds("{} {}".format, OPERATORS, literal),
        st.builds("{}{}..{}{}".format, st.sampled_from("[(]"), literal, literal, st.sampled_from("])[")),
        st.builds("? > {} and ? <= {}".format, literal, literal),
        st.builds("[{}, {}]".format, literal, literal),
    )


CELLS = {
    "number": negatable(comparisons(NUMBERS)),
    "string": negatable(comparisons(TEXTS.map('"{}"'.format))),
    "boolean": st.sampled_from(["-", "true", "false", "null", "not(true)", "true, false", "not(null)"]),
    "date": negatable(comparisons(DAYS.map('date("2024-01-0{}")'.format))),
}


@dataclass(frozen=True)
class Case:
    """A table, and everything there is to know about it by trying."""

    kinds: tuple[str, ...]
    rules: tuple[tuple[str, ...], ...]
    policy: str
    values: str
    default: str

    def model(self, policy: str) -> Decisions:
        names = [f"x{n}" for n in range(len(self.kinds))]
        return load_decisions(
            definitions(
                decision(
                    table(
                        *self.rules,
                        inputs=[
                            f"date({name})" if k == "date" else name
                            for name, k in zip(names, self.kinds, strict=True)
                        ],
                        types=self.kinds,
                        policy=policy,
                        values=[self.values],
                        defaults=[self.default] if self.default else [],
                    )
                )
            )
        )

    @cached_property
    def decisions(self) -> Decisions:
        return self.model(self.policy)

    @cached_property
    def gathering(self) -> Decisions:
        return self.model("RULE ORDER")

    def matching(self, point: tuple[Any, ...]) -> frozenset[int]:
        context = {f"x{n}": value for n, value in enumerate(point)}
        return frozenset(match.index - 1 for match in self.gathering.evaluate("d", context).matched)

    def outcome(self, point: tuple[Any, ...]) -> tuple[Any, tuple[int, ...]]:
        """Return the answer and the rules that gave it; an error counts as none."""
        try:
            result = self.decisions.evaluate("d", {f"x{n}": value for n, value in enumerate(point)})
        except DecisionError as error:
            return error.code, ()
        return result.value, tuple(match.index - 1 for match in result.matched)

    def points(self) -> Iterator[tuple[Any, ...]]:
        return product(*[[*POINTS[kind], None] for kind in self.kinds])


def by_trying(case: Case) -> set[tuple[Any, ...]]:
    """Return what is wrong with a table by looking at every point."""
    points = list(case.points())
    matching = {point: case.matching(point) for point in points}
    outcomes = {point: case.outcome(point) for point in points}
    found: set[tuple[Any, ...]] = set()
    ids = [f"r{n}" for n in range(1, len(case.rules) + 1)]
    single = case.policy in ("UNIQUE", "ANY", "FIRST", "PRIORITY")
    gaps = [point for point in points if not matching[point]]
    if single and not case.default and gaps:
        has_values = any(None not in point for point in gaps)
        found.add(("decision.gap" if has_values else "decision.gap_of_null", "t", ()))
    matched = frozenset().union(*matching.values())
    deciding = {row for _, rows in outcomes.values() for row in rows}
    for row, id_ in enumerate(ids):
        if row not in matched:
            found.add(("decision.rule_dead", id_, (id_,)))
        elif row not in deciding and case.policy in ("FIRST", "PRIORITY"):
            found.add(("decision.rule_masked", id_, ()))
        for other in range(row + 1, len(ids)):
            together = any({row, other} <= rows for rows in matching.values())
            pair = (ids[row], ids[other])
            if together and case.policy == "UNIQUE":
                found.add(("decision.rules_overlap", ids[other], pair))
            if together and case.policy == "ANY" and case.rules[row][-1] != case.rules[other][-1]:
                found.add(("decision.rules_disagree", ids[other], pair))
    given_values = {value if single else None for value, _ in outcomes.values()}
    if not single:
        given_values = {case.rules[row][-1].strip('"') for row in deciding} | _defaults(case, gaps)
    for text in case.values.split(", ") if case.values else ():
        if text.strip('"') not in given_values:
            found.add(("decision.output_unreachable", "o0", text))
    return found


def _defaults(case: Case, gaps: list[Any]) -> set[str]:
    return {case.default.strip('"')} if case.default and gaps else set()


def keys(findings: tuple[TableFinding, ...]) -> set[tuple[Any, ...]]:
    extra = {"decision.rule_masked": lambda f: (), "decision.output_unreachable": lambda f: f.detail}
    return {(f.code, f.element, extra.get(f.code, lambda f: f.rules)(f)) for f in findings}


@st.composite
def cases(draw: st.DrawFn) -> Case:
    kinds = tuple(draw(st.lists(st.sampled_from(sorted(POINTS)), min_size=1, max_size=2)))
    rule = st.tuples(*[CELLS[kind] for kind in kinds], st.sampled_from(OUTPUTS))
    rules = tuple(draw(st.lists(rule, min_size=1, max_size=4)))
    policy = draw(st.sampled_from(["UNIQUE", "ANY", "FIRST", "PRIORITY", "RULE ORDER", "COLLECT"]))
    values = '"q", "r", "p"' if policy == "PRIORITY" or draw(st.booleans()) else ""
    default = draw(st.sampled_from(["", "", '"p"']))
    return Case(kinds, rules, policy, values, default)


@settings(max_examples=250, suppress_health_check=[HealthCheck.too_slow])
@given(cases())
def test_analysis__of_random_tables__agrees_with_trying_everything(case: Case) -> None:
    names = [f"x{n}" for n in range(len(case.kinds))]
    missing = [missing_together({*found}) for size in (1, 2) for found in combinations(names, size)]
    analysis = analyse_tables(case.decisions, absences=missing)[0]

    assert analysis.undecided == ()
    assert keys(analysis.findings) == by_trying(case)
    for finding in analysis.findings:
        if finding.witness is not None:
            assert shows(case, finding), finding


def missing_together(names: set[str]) -> Absence:
    return Absence(", ".join(names), lambda read: bool(read.names & names), lambda read: False)


def shows(case: Case, finding: TableFinding) -> bool:
    """Evaluate the witness: does it really show what is said?"""
    assert finding.witness is not None
    point = tuple(finding.witness.values())
    rows = {int(id_[1:]) - 1 for id_ in finding.rules}
    outcome, deciding = case.outcome(point)
    if finding.code in ("decision.gap", "decision.gap_of_null"):
        return not case.matching(point) and outcome is None
    if finding.code == "decision.rule_masked":
        return rows <= case.matching(point) and int(finding.element[1:]) - 1 not in deciding
    return rows <= case.matching(point) and outcome == finding.code
