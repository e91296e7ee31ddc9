"""Changes as analysts make them by mistake: what each operator makes, and what validation says of some."""

from __future__ import annotations

import json
import pickle
from collections.abc import Mapping
from functools import cache

import pytest
from mutation.changes import Change, changes
from mutation.draw import Drawn, draw
from mutation.equivalent import rule_that_proves
from mutation.explained import account_for_drawn
from mutation.expressions import constants_misspelt, constants_replaced, kinds_mixed, members_misspelt
from mutation.mutant import Verdict
from mutation.report import written
from mutation.validated import judged, mutants

from engine.catalogue.folder import read_service
from engine.installation.loading import BPMN
from engine.scenarios.coverage import CoveredParts

pytestmark = pytest.mark.extended

GRANT, OWN_MOTION, ACCEPTANCE = "high_mountain/grant", "high_mountain/own_motion", "construction/acceptance"
LETTER = f"{GRANT}/documents/granted.en.html"
NOTICE = f"{GRANT}/documents/order_grant.en.html"
MINUTES = "=commission_session.minutes_number != null"

# One change of each operator: its file, its place and what it changes.
EXAMPLES: dict[str, tuple[str, str, str, str]] = {
    "column emptied": (
        GRANT,
        "eligibility.dmn",
        "eligibility, input_found",
        "registry.found = true → nothing",
    ),
    "name in a column misspelt": (
        GRANT,
        "eligibility.dmn",
        "eligibility, input_found",
        "registry.found = true → registry.foudn = true",
    ),
    "kinds mixed in a column": (
        GRANT,
        "eligibility.dmn",
        "eligibility, input_found",
        'registry.found = true → registry.found = "true"',
    ),
    "kind of a column changed": (
        GRANT,
        "eligibility.dmn",
        "eligibility, input_found",
        "boolean → string",
    ),
    "kind of a result changed": (
        GRANT,
        "eligibility.dmn",
        "eligibility, output eligible",
        "boolean → string",
    ),
    "constant in a cell misspelt": (
        GRANT,
        "eligibility.dmn",
        "eligibility, rule 4, column 4",
        '"nowhere" → "nowheer"',
    ),
    "constant in a cell replaced": (
        GRANT,
        "eligibility.dmn",
        "eligibility, rule 4, column 4",
        '"nowhere" → "here"',
    ),
    "result of a rule emptied": (
        GRANT,
        "eligibility.dmn",
        "eligibility, rule 1, eligible",
        "false → nothing",
    ),
    "result of a rule misspelt": (
        GRANT,
        "eligibility.dmn",
        "eligibility, rule 2, reason",
        '"not_alive" → "not_aliev"',
    ),
    "name in a condition misspelt": (
        GRANT,
        "process.bpmn",
        "outcome_granted",
        '=decision.outcome = "granted" → =decision.outcoem = "granted"',
    ),
    "constant in a condition misspelt": (
        GRANT,
        "process.bpmn",
        "outcome_granted",
        '=decision.outcome = "granted" → =decision.outcome = "grantde"',
    ),
    "constant in a condition replaced": (
        GRANT,
        "process.bpmn",
        "outcome_granted",
        '=decision.outcome = "granted" → =decision.outcome = "grant"',
    ),
    "kinds mixed in a condition": (
        GRANT,
        "process.bpmn",
        "outcome_granted",
        '=decision.outcome = "granted" → =decision.outcome = true',
    ),
    "due date in plain words": (GRANT, "process.bpmn", "visit", '=term("hm.visit") → 3 days'),
    "name in settings misspelt": (
        OWN_MOTION,
        "service.json",
        "service.json, triggers.2.condition",
        '=event.citizenship != "GEO" → =event.citizenshpi != "GEO"',
    ),
    "constant in settings misspelt": (
        OWN_MOTION,
        "service.json",
        "service.json, triggers.2.condition",
        '=event.citizenship != "GEO" → =event.citizenship != "GOE"',
    ),
    "kinds mixed in settings": (
        OWN_MOTION,
        "service.json",
        "service.json, triggers.2.condition",
        '=event.citizenship != "GEO" → =event.citizenship != true',
    ),
    "condition of settings negated": (
        OWN_MOTION,
        "service.json",
        "service.json, triggers.2.condition",
        '=event.citizenship != "GEO" → =not(event.citizenship != "GEO")',
    ),
    "condition of settings left out": (
        OWN_MOTION,
        "service.json",
        "service.json, triggers.2.condition",
        '=event.citizenship != "GEO" removed',
    ),
    "name in eligibility misspelt": (
        GRANT,
        "service.json",
        "service.json, eligibility.output",
        "eligible → eligibel",
    ),
    "result of eligibility changed": (
        GRANT,
        "service.json",
        "service.json, eligibility.output",
        "eligible → reason",
    ),
    "fixed fact of eligibility changed": (
        GRANT,
        "service.json",
        "service.json, eligibility.fixed.0",
        "registry.found removed",
    ),
    "column of lists misspelt": (
        GRANT,
        "service.json",
        "service.json, list_columns.0.answer",
        "application.settlement → application.settlemetn",
    ),
    "names of columns swapped": (
        GRANT,
        "service.json",
        "service.json, list_columns.0.names",
        "swapped with list_columns.1.names",
    ),
    "term of a clock misspelt": (
        GRANT,
        "service.json",
        "service.json, clock.term",
        "gac.decision → gac.decisino",
    ),
    "term of a clock changed": (
        GRANT,
        "service.json",
        "service.json, clock.term",
        "gac.decision → gac.court",
    ),
    "expiry of a clock changed": (
        ACCEPTANCE,
        "service.json",
        "service.json, clocks.class2.on_expiry",
        "escalate → refusal_by_silence",
    ),
    "pattern of numbers changed": (
        GRANT,
        "service.json",
        "service.json, number.case",
        "{municipality}-HM-{year}-{n:06} → {municipality}-HM--{n:06}",
    ),
    "pattern of numbers misspelt": (
        GRANT,
        "service.json",
        "service.json, number.case",
        "{municipality}-HM-{year}-{n:06} → {municipality}-HM-{yera}-{n:06}",
    ),
    "channel left out": (GRANT, "service.json", "service.json, channels.1", "centre removed"),
    "placeholder of a letter misspelt": (
        GRANT,
        "documents/granted.en.html",
        f"{LETTER}, line 8",
        "decision.number → decision.numbre",
    ),
    "placeholder of another field": (
        GRANT,
        "documents/granted.en.html",
        f"{LETTER}, line 8",
        "decision.number → draft_act.effective_ground",
    ),
    "part of a letter left out": (
        GRANT,
        "documents/granted.en.html",
        f"{LETTER}, line 6",
        '<mms:part name="greeting"/> → nothing',
    ),
    "letter in the other language": (GRANT, "documents/granted.en.html", LETTER, "en → ka"),
    "condition of a letter negated": (
        GRANT,
        "documents/parts/facts.en.html",
        f"{GRANT}/documents/parts/facts.en.html, line 4",
        "commission_session.minutes_number != null → not(commission_session.minutes_number != null)",
    ),
    "condition of a letter dropped": (
        GRANT,
        "documents/parts/facts.en.html",
        f"{GRANT}/documents/parts/facts.en.html, line 4",
        f'mms:if="{MINUTES}" → nothing',
    ),
    "condition of a letter misspelt": (
        GRANT,
        "documents/parts/facts.en.html",
        f"{GRANT}/documents/parts/facts.en.html, line 4",
        "commission_session.minutes_number != null → commission_session.minutes_numbre != null",
    ),
    "text left out": (
        GRANT,
        "texts/en.json",
        f"{GRANT}/texts/en.json, reasons.ok",
        "The conditions are met removed",
    ),
    "texts swapped": (
        GRANT,
        "texts/en.json",
        f"{GRANT}/texts/en.json, reasons.ok",
        "swapped with reasons.person_not_found",
    ),
    "texts of the other language": (GRANT, "texts/en.json", f"{GRANT}/texts/en.json", "en.json → ka.json"),
}


@cache
def files_of(service: str) -> Mapping[str, bytes]:
    return read_service(BPMN / service).files


@cache
def typed(service: str, file: str) -> tuple[Change, ...]:
    found = changes(f"{service}/{file}", files_of(service))
    return tuple(mistake for mistake in found if mistake.is_typed)


@pytest.mark.parametrize("operator", EXAMPLES)
def test_operator__of_a_mistake__makes_this_change(operator: str) -> None:
    service, file, place, change = EXAMPLES[operator]

    found = [mistake for mistake in typed(service, file) if mistake.operator == operator]

    assert (place, change) in {(mistake.place, mistake.change) for mistake in found}, [
        str(mistake) for mistake in found
    ][:5]
    assert all(mistake.made() != files_of(service)[mistake.file] for mistake in found[:10])


def test_operators__of_mistakes__each_have_an_example_or_are_seen_in_a_form_or_a_block() -> None:
    found = {
        mistake.operator
        for service in (GRANT, OWN_MOTION, ACCEPTANCE, "social/apply")
        for file in files_of(service)
        for mistake in changes(file, files_of(service))
        if mistake.is_typed
    }

    assert found - EXAMPLES.keys() == {
        "column of lists left out",
        "constant in a column misspelt",
        "constant in a letter misspelt",
        "constant in a rule of a form misspelt",
        "constant in a rule of a form replaced",
        "name in a rule of a form misspelt",
        "option of a form misspelt",
        "rule of a form left out",
        "timer in plain words",
    }
    assert found >= EXAMPLES.keys()


def test_form__changed__in_a_rule_or_an_option_and_nowhere_else() -> None:
    file = "forms/application.form"
    old = json.loads(files_of(GRANT)[f"{GRANT}/{file}"])

    said = {(mistake.operator, mistake.change) for mistake in typed(GRANT, file)}

    assert ("rule of a form left out", "=today() removed") in said
    assert ("constant in a rule of a form misspelt", '=notify_by != "email" → =notify_by != "emali"') in said
    assert ("option of a form misspelt", "treatment → treatmetn") in said
    for mistake in typed(GRANT, file):
        new = json.loads(mistake.made())
        assert len(list(_differing(old, new))) == 1, mistake


def _differing(old: object, new: object) -> list[object]:
    if isinstance(old, dict) and isinstance(new, dict):
        keys = {**old, **new}
        return [found for key in keys for found in _differing(old.get(key), new.get(key))]
    if isinstance(old, list) and isinstance(new, list) and len(old) == len(new):
        return [found for one, other in zip(old, new, strict=True) for found in _differing(one, other)]
    return [] if old == new else [(old, new)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a.bc = d", ["a.cb = d"]),
        ("{ab: x.yz}", ["{ab: x.zy}", "{ba: x.yz}"]),
        ('"a.bc" = d', []),
    ],
)
def test_names__behind_a_point_or_before_a_colon__are_misspelt(text: str, expected: list[str]) -> None:
    assert list(members_misspelt(text)) == expected


def test_constants__that_are_compared__are_misspelt_and_words_left_alone() -> None:
    text = 'if a.b = "yes" then "a sentence" else f("no")'

    assert list(constants_misspelt(text)) == [text.replace("yes", "yse")]
    assert list(constants_misspelt('"no","a sentence"', any_place=True)) == ['"on","a sentence"']


def test_constants__are_replaced_by_another_option_of_their_name() -> None:
    options = {"b": ("yes", "no"), "c": ("yes",)}

    found = list(constants_replaced('a.b = "yes" or a.c = "yes"', lambda name: options.get(name, ())))

    assert found == ['a.b = "no" or a.c = "yes"']


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a.b = 5", ["a.b = true", 'a.b = "5"']),
        ("a.b = true", ['a.b = "true"', "a.b = 1"]),
        ("a.b >= f(x)", ["true >= f(x)", '"text" >= f(x)']),
        ("f(x) = y", []),
    ],
)
def test_comparison__is_made_with_another_kind(text: str, expected: list[str]) -> None:
    assert list(kinds_mixed(text)) == expected


def test_change_of_words__may_be_noticed_by_any_scenario_and_one_of_a_table_by_those_of_its_rules() -> None:
    letter = typed(GRANT, "documents/granted.en.html")[0].of("high_mountain.grant")
    table = typed(GRANT, "eligibility.dmn")[0].of("high_mountain.grant")

    assert letter.may_be_noticed_by(CoveredParts())
    assert not table.may_be_noticed_by(CoveredParts())
    assert table.may_be_noticed_by(CoveredParts(rows=frozenset({("eligibility", 7)})))


def test_draw__of_mistakes__has_no_other_changes_and_that_of_others_no_mistakes() -> None:
    folder = BPMN / "general" / "question"

    mistakes, others = (draw([folder], count=60, seed=1, only_typed=typed) for typed in (True, False))

    assert {mistake.change.is_typed for mistake in mistakes} == {True}
    assert {mistake.change.is_typed for mistake in others} == {False}


def test_mistakes__judged__are_refused_harmless_or_pass_validation() -> None:
    by_operator = {mistake.operator: mistake for mistake in typed(GRANT, "service.json")}

    found = [
        judged(pickle.loads(pickle.dumps(mutants(Drawn(by_operator[operator], (BPMN / GRANT,))))))
        for operator in ("term of a clock misspelt", "channel left out")
    ]

    assert [(mistake.fate, mistake.by) for mistake in found] == [
        ("refused", "reference.parameter_unknown"),
        ("passed", ""),
    ]


@pytest.mark.parametrize(
    ("label", "rule"),
    [("საქართველოს მოქალაქე ხართ?", "the forms say the same words"), ("მოქალაქე ხართ?", "")],
)
def test_words__that_the_form_says_itself__are_left_out_without_harm(label: str, rule: str) -> None:
    file = f"{GRANT}/texts/ka.json"
    short = json.loads(files_of(GRANT)[file])
    long = {**short, "forms": {"eligibility": {"is_citizen": {"label": label}}}}
    files = {**files_of(GRANT), file: json.dumps(long).encode()}

    assert rule_that_proves(file, files, json.dumps(short).encode()) == rule
    assert rule_that_proves(file, files, json.dumps({**short, "reasons": {}}).encode()) == ""


def test_report__of_mistakes__counts_the_harmless_and_names_what_only_validation_saw() -> None:
    verdicts = (
        Verdict("a: x", "harmless", "a rule", operator="o"),
        Verdict("a: y", "passed", operator="o"),
        Verdict("a: z", "refused", "code", operator="o"),
    )

    account = account_for_drawn(verdicts, {})
    page = written(verdicts, account, seed=3, options=" SCENARIOS=0")

    assert account.unexplained == ()
    assert "`make mutations COUNT=3 SEED=3 SCENARIOS=0`" in page
    assert "| o | 3 | 1 | 0 | 1 | 0 | 0 | 1 |" in page
    assert page.index("## Passed validation, no scenario asked") < page.index("- `a: y`")
