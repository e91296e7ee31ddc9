"""Files of ours: as the browser takes them best, kept for a year, nothing beside them."""

from __future__ import annotations

import pytest
from flask import Flask

from web.assets import STATIC

NAME = "built/app.css"
needs_build = pytest.mark.skipif(not (STATIC / f"{NAME}.br").is_file(), reason="the front end is not built")


@needs_build
@pytest.mark.parametrize(
    ("takes", "encoding"),
    [("gzip, deflate, br", "br"), ("gzip", "gzip"), ("identity", None), ("br;q=0, gzip", "gzip"), ("", None)],
)
def test_style_sheet__browser_takes_an_encoding__comes_in_it(
    app: Flask, takes: str, encoding: str | None
) -> None:
    answer = app.test_client().get(f"/static/{NAME}?v=1", headers={"Accept-Encoding": takes}, buffered=True)

    assert answer.status_code == 200 and answer.mimetype == "text/css"
    assert answer.headers.get("Content-Encoding") == encoding
    assert "Accept-Encoding" in answer.headers["Vary"] and "immutable" in answer.headers["Cache-Control"]


@needs_build
def test_style_sheet__encoded__is_the_same_and_smaller(app: Flask) -> None:
    client = app.test_client()

    plain = client.get(f"/static/{NAME}", headers={"Accept-Encoding": "identity"}, buffered=True).data
    small = client.get(f"/static/{NAME}", headers={"Accept-Encoding": "br"}, buffered=True).data

    assert len(small) * 3 < len(plain)


@pytest.mark.parametrize(
    "path",
    [
        "/static/../app.py",
        "/static/%2e%2e/app.py",
        "/static/built",
        "/static/none.css",
    ],
)
def test_static__anything_else__is_not_found(app: Flask, path: str) -> None:
    answer = app.test_client().get(path, headers={"Accept-Encoding": "br"}, buffered=True)

    assert answer.status_code == 404
