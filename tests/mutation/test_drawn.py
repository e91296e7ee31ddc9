"""Changes drawn by a seed: which they are, what is asked of them, how they are told; a few of them run."""

from __future__ import annotations

from collections import Counter
from itertools import groupby

import pytest
from mutation.diagrams.operators import HARMLESS
from mutation.draw import Drawn, draw
from mutation.explained import account_for_drawn
from mutation.mutant import Verdict
from mutation.report import written
from mutation.run_drawn import Asking, verdicts_on

from engine.installation.loading import BPMN

pytestmark = pytest.mark.extended

QUESTION, COMPLAINT = BPMN / "general" / "question", BPMN / "general" / "complaint"


def test_drawn__by_the_same_seed__is_the_same_and_by_another_is_not() -> None:
    one, same, other = (named(draw([QUESTION], count=12, seed=seed)) for seed in (1, 1, 2))

    assert one == same
    assert one != other
    assert len(set(one)) == 12


def test_drawn__takes_each_operator_once_before_any_twice() -> None:
    drawn = draw([QUESTION], count=10_000, seed=1)

    operators = [change.change.operator for change in drawn]

    first = len(set(operators))
    assert len(set(operators[:first])) == first
    assert set(HARMLESS) <= set(operators)


def test_change_of_a_block__is_drawn_once_and_knows_all_that_call_it() -> None:
    drawn = draw([QUESTION, COMPLAINT], count=100_000, seed=1)

    of_blocks = [change for change in drawn if change.change.file.startswith("shared/withdrawal/")]

    assert {block.folders for block in of_blocks} == {(QUESTION, COMPLAINT)}
    changed = sorted(named(of_blocks))
    assert all(len(list(same)) == 1 for _, same in groupby(changed))


def named(drawn: tuple[Drawn, ...] | list[Drawn]) -> list[tuple[str, str, str, str]]:
    return [
        (change.change.operator, change.change.file, change.change.place, change.change.change)
        for change in drawn
    ]


def test_account__of_what_matters_and_is_not_noticed_or_does_not_and_is__names_both() -> None:
    verdicts = (
        Verdict("a: x", "survived", operator="o"),
        Verdict("a: y", "survived", operator="o"),
        Verdict("a: shared.k/z", "survived", operator="o"),
        Verdict("a: v", "failed", "one", operator="o"),
        Verdict("a: w", "survived", operator="h", is_harmless=True),
        Verdict("a: u", "refused", "code", operator="h", is_harmless=True),
    )

    account = account_for_drawn(verdicts, {"a: y": "why", "b: shared.k/z": "why", "a: v": "why"})

    assert account.unexplained == ("a: x", "a: u")
    assert account.explained == ("a: y", "a: shared.k/z")
    assert account.stale == ("a: v",)


def test_report__counts_by_operator_and_names_what_is_not_as_it_should_be() -> None:
    verdicts = (
        Verdict("a: x", "survived", operator="o"),
        Verdict("a: y", "survived", operator="o"),
        Verdict("a: v", "failed", "one", operator="o"),
        Verdict("a: w", "survived", operator="h", is_harmless=True),
        Verdict("a: u", "refused", "code", operator="h", is_harmless=True),
    )

    page = written(verdicts, account_for_drawn(verdicts, {"a: y": "why"}), seed=3)

    assert "`make mutations COUNT=5 SEED=3`" in page
    assert "| o | 3 | 0 | 1 | 0 | 1 | 1 | 0 |" in page
    assert "| h | 2 | 1 | 1 |" in page
    assert page.index("- `a: y`") < page.index("## Not as it should be") < page.index("- `a: x`")


def test_change_of_a_block__is_asked_of_all_in_turn_until_one_notices() -> None:
    asking = Asking(a_change(of="shared/withdrawal/", is_harmless=False), [QUESTION, COMPLAINT])

    first, second = (asking.question_to(service) for service in (QUESTION, COMPLAINT))
    asking.hear(Verdict("x", "survived"))

    assert (first.is_answered_by_validation, second.is_answered_by_validation) == (False, True)
    assert first.mutant.service == "general.question"
    assert not asking.is_settled
    asking.hear(None)
    assert asking.is_settled
    assert asking.said == Verdict("x", "survived")


def test_change_of_a_block__noticed_by_the_first__is_settled() -> None:
    asking = Asking(a_change(of="shared/withdrawal/", is_harmless=False), [QUESTION, COMPLAINT])
    asking.question_to(QUESTION)

    asking.hear(Verdict("x", "failed"))

    assert asking.is_settled


def test_change_that_must_not_be_noticed__is_asked_of_one() -> None:
    asking = Asking(a_change(of="shared/withdrawal/", is_harmless=True), [QUESTION, COMPLAINT])

    question = asking.question_to(QUESTION)

    assert question.is_answered_by_validation
    assert asking.left == []


def a_change(*, of: str, is_harmless: bool) -> Drawn:
    drawn = draw([QUESTION, COMPLAINT], count=100_000, seed=1)
    return next(
        change
        for change in drawn
        if change.change.file.startswith(of) and change.change.is_harmless == is_harmless
    )


def test_drawn__played__is_noticed_where_it_matters_and_nowhere_else() -> None:
    # What a block's change comes to is for all that call it to say, and they are too many here.
    own = [
        change
        for change in draw([QUESTION], count=10_000, seed=1)
        if change.change.file.startswith("general/")
    ]
    some = [
        [change for change in own if change.change.is_harmless == harmless][:3] for harmless in (False, True)
    ]

    found = list(verdicts_on([*some[0], *some[1]], processes=1))

    assert Counter(change.is_harmless for change in found) == {False: 3, True: 3}
    assert account_for_drawn(found, {}).unexplained == ()
