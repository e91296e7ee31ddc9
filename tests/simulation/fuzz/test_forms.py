"""Spoilt form files: each is refused in words, or makes a form that works."""

from __future__ import annotations

import os
from collections import Counter
from random import Random

import pytest

from tests.simulation.fuzz.forms import form_files, judge, typed_into
from tests.simulation.seeds import SEED, size

COUNT = int(os.environ.get("COUNT") or size(small=300, whole=3_000))


def test_form_files__of_the_same_seed__are_the_same() -> None:
    assert list(form_files(Random(5), 40)) == list(form_files(Random(5), 40))


@pytest.mark.small
def test_form_files__spoilt__are_refused_in_words_or_work() -> None:
    chance, ends = Random(SEED), Counter[str]()

    for number, data in enumerate(form_files(Random(SEED), COUNT)):
        try:
            ends[judge(data, typed_into(chance))] += 1
        except BaseException as error:
            raise AssertionError(f"form {number} of seed {SEED}: {error!r}\n{data[:2000]!r}") from error

    assert ends.total() == COUNT
    assert ends["refused"] > COUNT // 10
    assert ends["loaded"] + ends["accepted"] > COUNT // 10
