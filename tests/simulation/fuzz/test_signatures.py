"""Spoilt signed files, packages and tokens: refused in words or judged, none believed that was changed."""

from __future__ import annotations

from collections import Counter

import pytest

from tests.simulation.fuzz.signature_kinds import KINDS
from tests.simulation.seeds import SEED, size

COUNT = size(small=5, whole=200)


@pytest.mark.parametrize("name", KINDS)
def test_whole__of_each_kind__is_believed(name: str) -> None:
    assert KINDS[name].judge(KINDS[name].whole()) == "valid"


# Of a number that no certificate may have the library only warns.
@pytest.mark.filterwarnings("ignore::cryptography.utils.CryptographyDeprecationWarning")
@pytest.mark.small
@pytest.mark.parametrize("name", KINDS)
def test_signed__spoilt__ends_with_a_verdict_and_is_never_believed(name: str) -> None:
    kind, ends = KINDS[name], Counter[str]()

    for number in range(COUNT):
        try:
            ends[kind.judge(kind.file(SEED, number)).partition(":")[0]] += 1
        except BaseException as error:
            raise AssertionError(f"file {number} of seed {SEED}: {error!r}") from error

    assert ends.total() == COUNT
    assert ends["refused"] + ends["invalid"] + ends["unknown"] > COUNT // 2
