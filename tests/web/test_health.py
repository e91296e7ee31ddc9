"""The page that monitoring asks."""

from __future__ import annotations

from flask import Flask


def test_page__without_a_worker__says_so_with_503(app: Flask) -> None:
    response = app.test_client().get("/health")

    assert response.status_code == 503
    assert response.mimetype == "text/plain"
    assert response.text.splitlines()[:2] == ["good  the database answers", "BAD   0 workers are alive"]
