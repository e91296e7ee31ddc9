"""The page that says how to get the card program: it names what set-up built, if it is there."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask

from web.i18n import TEXTS
from web.sign_in import card


@pytest.mark.parametrize("is_built", [True, False])
def test_card_program__wheel_of_set_up__is_named_where_there_is_one(
    app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, is_built: bool
) -> None:
    monkeypatch.setattr(card, "STATIC", tmp_path)
    if is_built:
        (tmp_path / "card").mkdir()
        (tmp_path / "card" / "mms_card-1.0-py3-none-any.whl").touch()

    page = app.test_client().get("/sign-in/card/program").text

    assert ("/static/card/mms_card-1.0-py3-none-any.whl" in page) is is_built
    assert (TEXTS.get("ka", "card.program.not_built") in page) is not is_built
