"""Spoilt signed files and packages: refused in words or judged, and none believed that was changed."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable
from random import Random

import pytest

from tests.fuzz.signatures import (
    agreed,
    archived,
    judge_agreed,
    judge_package,
    judge_pdf,
    packed,
    signed_pdf,
    spoilt,
    spoilt_package,
)
from tests.fuzz.tokens import judge_token, spoilt_token, token

COUNT = int(os.environ.get("FUZZ_SIGNATURES", "20"))
SEED = int(os.environ.get("FUZZ_SEED", "1"))


# Of a number that no certificate may have the library only warns.
@pytest.mark.filterwarnings("ignore::cryptography.utils.CryptographyDeprecationWarning")
@pytest.mark.parametrize(
    ("whole", "spoil", "judge"),
    [
        (signed_pdf, spoilt, judge_pdf),
        (packed, spoilt_package, judge_package),
        (agreed, spoilt_package, judge_agreed),
        (archived, spoilt_package, judge_agreed),
        (token, spoilt_token, judge_token),
    ],
    ids=["pdf", "package", "container", "archived", "token"],
)
def test_signed__spoilt__ends_with_a_verdict_and_is_never_believed(
    whole: Callable[[], bytes], spoil: Callable[[bytes, Random], bytes], judge: Callable[[bytes], str]
) -> None:
    chance, ends = Random(SEED), Counter[str]()

    for number in range(COUNT):
        content = spoil(whole(), chance)
        try:
            ends[judge(content)] += 1
        except BaseException as error:
            raise AssertionError(f"file {number} of seed {SEED}: {error!r}") from error

    assert ends.total() == COUNT
    assert ends["refused"] + ends["invalid"] > COUNT // 2
