"""Errors as values."""

from __future__ import annotations

import pickle

import pytest

from engine.errors import EngineError, InvalidForm, Rejected, TaskClosed


@pytest.mark.parametrize(
    "error", [Rejected("case.closed", number="K-1"), TaskClosed(), InvalidForm(("name", "required"))]
)
def test_error__from_another_process__is_the_same(error: EngineError) -> None:
    again = pickle.loads(pickle.dumps(error))

    assert type(again) is type(error)
    assert (again.error_code, again.params, str(again)) == (error.error_code, error.params, str(error))
    assert vars(again) == vars(error)
