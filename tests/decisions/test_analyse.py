"""Tables as analysts write them: what is found, where, and with which values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from types import MappingProxyType
from typing import Any

import pytest

from engine.decisions import load_decisions
from engine.decisions.analyse import Absence, TableAnalysis, analyse_tables
from engine.decisions.analyse.search import keeping_away
from engine.installation.loading import BPMN
from engine.scope import FUNCTIONS
from tests.decisions.builders import decision, definitions, literal, table, text

NOTHING: Mapping[tuple[str, ...], Any] = MappingProxyType({})
ELIGIBILITY = (BPMN / "high_mountain" / "grant" / "eligibility.dmn").read_text()


def analysed(
    *rules: Any,
    constants: Mapping[tuple[str, ...], Any] = NOTHING,
    absences: Sequence[Absence] = (),
    **options: Any,
) -> TableAnalysis:
    model = load_decisions(definitions(decision(table(*rules, **options))))
    return analyse_tables(model, functions=FUNCTIONS, constants=constants, absences=absences)[0]


def codes(analysis: TableAnalysis) -> list[tuple[str, str]]:
    return [(finding.code, finding.element) for finding in analysis.errors]


def test_eligibility__as_shipped__has_no_findings() -> None:
    found = analyse_tables(load_decisions(ELIGIBILITY.encode()), functions=FUNCTIONS)

    assert [(analysis.decision, analysis.findings, analysis.undecided) for analysis in found] == [
        ("eligibility", (), ())
    ]


@pytest.mark.parametrize(
    ("cell", "old", "new", "expected"),
    [
        ("ok_registration", '"here"', '"elsewhere"', {"decision.gap", "decision.rules_overlap"}),
        ("too_few_months_months", "false", "-", {"decision.rules_overlap"}),
        ("not_alive_alive", "false", "true", {"decision.gap", "decision.rules_overlap"}),
        ("ok_months", "true", "null", {"decision.gap", "decision.rule_dead", "decision.output_unreachable"}),
        ("ok_reason", '"ok"', '"okay"', {"decision.output_undeclared", "decision.output_unreachable"}),
        ("not_alive_citizen", "-", '"yes"', {"decision.gap", "decision.rule_dead", "feel.kinds_differ"}),
        ("expression_months", "parameter(", "not(", {"feel.argument_kind"}),
    ],
)
def test_eligibility__with_one_cell_changed__has_the_right_findings(
    cell: str, old: str, new: str, expected: set[str]
) -> None:
    before, middle, after = ELIGIBILITY.partition(f'id="{cell}"')
    changed = before + middle + after.replace(old, new, 1)
    assert changed != ELIGIBILITY

    found = analyse_tables(load_decisions(changed.encode()), functions=FUNCTIONS)[0]

    assert expected <= {finding.code for finding in found.errors}


def test_eligibility__without_a_rule__names_the_case_left_out() -> None:
    start, end = (
        ELIGIBILITY.index('<rule id="rule_too_few_months">'),
        ELIGIBILITY.index('<rule id="rule_already_holds_status">'),
    )

    found = analyse_tables(
        load_decisions((ELIGIBILITY[:start] + ELIGIBILITY[end:]).encode()), functions=FUNCTIONS
    )

    gap, unreachable = found[0].errors
    assert gap.witness == {
        "input_found": True,
        "input_alive": True,
        "input_citizen": True,
        "input_registration": "here",
        "input_months": False,
        "input_held": True,
    }
    assert (unreachable.code, unreachable.detail) == ("decision.output_unreachable", '"too_few_months"')


def test_gap__between_two_numbers__is_shown_with_the_number() -> None:
    found = analysed(("< 10", "1"), ("> 10", "2")).errors

    assert [(finding.code, finding.witness) for finding in found] == [("decision.gap", {"i0": 10})]


COMPLETE = (("< 10", "1"), (">= 10", "2"))
TWO = (("true", "< 10", "1"), ("true", ">= 10", "2"), ("false", "-", "3"))


def absence(*names: str, touching: tuple[str, ...] = ()) -> Absence:
    """Return that these names may be missing together; columns that read `touching` go along with them."""
    return Absence(
        names[0], lambda read: bool(read.names & {*names}), lambda read: bool(read.names & {*touching})
    )


def test_gap__where_only_null_is_left__is_told_if_null_may_come() -> None:
    found = analysed(*COMPLETE, absences=[absence("x")]).errors

    assert analysed(*COMPLETE).findings == ()
    assert [(finding.code, finding.witness, finding.detail) for finding in found] == [
        ("decision.gap_of_null", {"i0": None}, "x")
    ]


def test_gap__of_null_in_one_of_two_columns__is_shown_with_a_value_of_the_other() -> None:
    (gap,) = analysed(*TWO, inputs=["a", "b"], absences=[absence("b")]).errors

    assert (gap.code, gap.witness) == ("decision.gap_of_null", {"i0": True, "i1": None})


@pytest.mark.parametrize("cells", [[("null", "4")], []])
def test_gap__of_null_that_another_column_may_exclude__is_not_told(cells: list[tuple[str, str]]) -> None:
    related = absence("b", touching=("a",))
    rules = (*TWO, *(("true", *cell) for cell in cells))

    assert analysed(*rules, inputs=["a", "b"], absences=[related]).errors == ()


def test_gap__of_null_that_allowed_values_leave_out__is_told_all_the_same() -> None:
    found = analysed(*COMPLETE, expected=["[0..100]"], absences=[absence("x")]).errors

    assert [finding.code for finding in found] == ["decision.gap_of_null"]


@pytest.mark.parametrize("options", [{"defaults": ["0"]}, {"policy": "COLLECT"}, {"expected": ["[0..9]"]}])
def test_gap__that_is_provided_for__is_none(options: dict[str, Any]) -> None:
    assert analysed(("< 10", "1"), **options).errors == ()


def test_gap__in_decimals__is_found_between_whole_numbers() -> None:
    (gap,) = analysed(("<= 5", "1"), (">= 6", "2")).errors

    assert gap.witness == {"i0": Decimal("5.5")}


def test_days__one_after_the_other__leave_no_gap() -> None:
    rules = (('<= date("2024-02-28")', "1"), ('>= date("2024-02-29")', "2"))

    assert analysed(*rules).errors == ()


@pytest.mark.parametrize(
    ("kind", "cell"),
    [("date and time", '< date and time("2024-01-01T00:00:00")'), ("time", '< time("12:00:00")')],
)
def test_times__of_one_clock__are_decided(kind: str, cell: str) -> None:
    found = analysed((cell, "1"), types=[kind])

    assert codes(found) == [("decision.gap", "t")]


def test_times__of_a_region__are_not_decided() -> None:
    found = analysed(('< time("12:00:00@Asia/Tbilisi")', "1"))

    assert (found.findings, found.undecided[0].reason) == ((), "time zones")


def test_constant__that_only_the_host_knows__may_be_anything() -> None:
    rules = (('< parameter("a")', "1"), ('>= parameter("a")', "2"))

    assert analysed(*rules).errors == ()
    assert codes(analysed(*rules[:1])) == [("decision.gap", "t")]


def test_constants__in_an_unknown_order__make_remarks_only() -> None:
    rules = (('< parameter("a")', "1"), ('[parameter("a")..parameter("b")]', "2"), ('> parameter("b")', "3"))

    found = analysed(*rules)

    assert found.errors == ()
    overlap = next(finding for finding in found.findings if finding.code == "decision.rules_overlap")
    assert overlap.assumed["parameter b"] < overlap.assumed["parameter a"]


def test_constants__that_are_told__decide() -> None:
    rules = (('< parameter("a")', "1"), ("> 10", "2"))

    assert codes(analysed(*rules, constants={("parameter", "a"): 12})) == [("decision.rules_overlap", "r2")]
    assert codes(analysed(*rules, constants={("parameter", "a"): 9})) == [("decision.gap", "t")]


def test_cell__that_reads_the_case__is_not_decided_and_nothing_is_claimed() -> None:
    found = analysed(("< limit", "1"), (">= 5", "2"))

    assert found.errors == ()
    assert [(undecided.rule, undecided.input, undecided.reason) for undecided in found.undecided] == [
        ("r1", "i0", "limit")
    ]


def test_inputs__with_one_expression__are_one() -> None:
    rules = (("< 5", "-", "1"), ("-", ">= 5", "2"))

    assert analysed(*rules, inputs=("x", "x")).errors == ()


def test_inputs__that_read_the_same__make_remarks_only() -> None:
    found = analysed(("true", "-", "1"), ("false", "false", "2"), inputs=("x > 5", "x > 10"))

    assert found.errors == ()
    assert {finding.code for finding in found.findings} == {"decision.gap"}


@pytest.mark.parametrize(
    ("inputs", "first", "second", "is_remark"),
    [
        # Whoever comes to the second rule may come to the first: it asks nothing of what both could read.
        (("y", "x > 5", "x > 10"), ("false", "-", "-", "1"), ("-", "true", "false", "2"), False),
        (("y", "x > 5", "x > 10"), ("false", "true", "-", "1"), ("-", "true", "false", "2"), False),
        # One input alone of those that read the same is asked about.
        (("x", "x > 100"), ("< 12", "-", "1"), ("> 10", "-", "2"), False),
        # What is read inside a filter is not all that lies beside it.
        (
            ("count(xs[list contains(aid.a, item.k)]) = 0", "aid.b"),
            ("false", "-", "1"),
            ("-", "true", "2"),
            False,
        ),
        (
            ("count(xs[list contains(aid.a, item.k)]) = 0", "aid.a"),
            ("false", "-", "1"),
            ("-", "true", "2"),
            True,
        ),
        # Nothing is above ten and not above five.
        (("y", "x > 5", "x > 10"), ("-", "false", "-", "1"), ("-", "-", "true", "2"), True),
        (("y", "x > 5", "x > 10"), ("true", "false", "-", "1"), ("-", "-", "true", "2"), True),
    ],
)
def test_overlap__beside_inputs_that_read_the_same__is_a_remark_only_where_they_may_exclude_it(
    inputs: tuple[str, ...], first: tuple[str, ...], second: tuple[str, ...], is_remark: bool
) -> None:
    found = analysed(first, second, inputs=inputs)

    overlaps = [finding for finding in found.findings if finding.code == "decision.rules_overlap"]
    assert [(overlap.rules, overlap.is_remark) for overlap in overlaps] == [(("r1", "r2"), is_remark)]


def test_overlap__sure_for_some_values_of_a_constant_only__is_a_remark() -> None:
    # Below 20 the second rule takes all that the first takes; above 30 nothing but 25.
    rules = (("[20..30]", "true", "1"), ('> parameter("b"), 25', "-", "2"))

    found = analysed(*rules, inputs=("x", "x > 100"))

    assert [(finding.code, finding.is_remark) for finding in found.findings if "overlap" in finding.code] == [
        ("decision.rules_overlap", True)
    ]


def test_inputs__that_rest_on_other_decisions__make_remarks_only() -> None:
    logic = table(("true", "< 5", "1"), inputs=("e", "x"))
    model = load_decisions(definitions(decision(literal("x > 5"), "e"), decision(logic, requires=["e"])))

    (found,) = analyse_tables(model)

    assert [(finding.code, finding.is_remark) for finding in found.findings] == [("decision.gap", True)]


def test_type__with_allowed_values__is_all_that_comes() -> None:
    allowed = text("allowedValues", '"a"')
    item = f'<itemDefinition name="tKind"><typeRef>string</typeRef>{allowed}</itemDefinition>'

    model = load_decisions(definitions(item, decision(table(('"a"', "1"), types=["tKind"]))))

    assert analyse_tables(model)[0].errors == ()


def test_masked_rule__by_priority__names_the_winner() -> None:
    rules = (("< 5", '"low"'), ("< 9", '"high"'))

    (found,) = analysed(*rules, policy="PRIORITY", values=['"high", "low"']).errors[:1]
    masked = next(
        error
        for error in analysed(*rules, policy="PRIORITY", values=['"high", "low"']).errors
        if error.code == "decision.rule_masked"
    )

    assert found.code == "decision.rule_masked"
    assert (masked.rules, masked.witness) == (("r2", "r1"), {"i0": 4})


def test_cell__of_another_kind__is_reported() -> None:
    found = analysed(('"many"', "1"), types=["number"])

    assert ("feel.kinds_differ", "r1") in codes(found)
    assert ("decision.rule_dead", "r1") in codes(found)


def test_large_table__with_many_cases__is_decided() -> None:
    columns = 8
    rules = [
        ("-",) * place + (f"< {n}",) + ("-",) * (columns - place - 1) + (str(n),)
        for n in range(4)
        for place in range(columns)
    ]

    found = analysed(*rules, inputs=[f"x{n}" for n in range(columns)], policy="COLLECT")

    assert (found.findings, found.undecided) == ((), ())


def test_search__for_values_that_keep_rules_away__gives_up_in_time() -> None:
    columns = [[("x", 0b01), ("y", 0b10)], [("x", 0b01), ("y", 0b11)]]

    assert keeping_away(columns, 0b11) == ("y", "x")
    assert keeping_away([[("x", 0b1)]], 0b1) is None


@pytest.mark.parametrize("cell", ["[(!= 51.37)]", "[(!= 51.37), (> 70)]", "not([(= 51.37)])"])
def test_tests_as_values__in_a_list__leave_out_what_they_leave_out(cell: str) -> None:
    (gap,) = analysed((cell, "1"), types=("number",), policy="FIRST").errors

    assert (gap.code, gap.witness) == ("decision.gap", {"i0": Decimal("51.37")})
