"""When the database is away, a page says so in plain words, to those who are signed in too."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.bootstrap import build
from tests.conftest import demo_settings
from tests.web.apps import app_over


@pytest.mark.parametrize("is_signed_in", [True, False])
@pytest.mark.parametrize("path", ["/", "/cases", "/inbox", "/nowhere"])
def test_page__database_is_away__is_an_error_page(tmp_path: Path, is_signed_in: bool, path: str) -> None:
    engine = build(demo_settings(f"postgresql://nobody@/mms?host={tmp_path}", tmp_path))
    client = app_over(engine, is_testing=False).test_client()
    if is_signed_in:
        client.set_cookie("session", "somebody")

    answer = client.get(path)

    engine.close()
    # Nobody's pages redirect to the page for signing in; an address that does not exist needs no database.
    expected = {"/nowhere": 404, "/": 503}.get(path, 503 if is_signed_in else 303)
    assert answer.status_code == expected, answer.text
    if answer.status_code != 303:
        assert "<h1" in answer.text
        assert 'lang="' in answer.text
