"""The page that monitoring asks: text and JSON, degraded is not dead."""

from __future__ import annotations

from dataclasses import replace

from flask import Flask

from engine.bootstrap import Engine, build
from web.app import create_app


def test_page__without_a_worker__is_degraded_and_not_dead(app: Flask) -> None:
    response = app.test_client().get("/health")

    assert (response.status_code, response.mimetype) == (200, "text/plain")
    state, _, *parts = response.text.splitlines()
    assert state == "degraded"
    assert parts[:2] == ["up        the database answers", "degraded  0 workers are alive"]


def test_page__asked_for_json__tells_each_part(app: Flask) -> None:
    response = app.test_client().get("/health", headers={"Accept": "application/json"})

    assert response.json is not None and response.json["state"] == "degraded"
    parts = {part["name"]: part for part in response.json["parts"]}
    assert parts["database"]["state"] == "up" and parts["workers"]["state"] == "degraded"
    assert {"civil_registry", "jobs", "timers", "feed"} <= set(parts)


def test_page__database_away__is_down_with_503(engine: Engine) -> None:
    dead = build(replace(engine.settings, database_url="postgresql://nobody@127.0.0.1:9/nowhere"))

    response = create_app(dead).test_client().get("/health")

    dead.close()
    assert response.status_code == 503
    assert response.text.startswith("down\n") and "the database does not answer" in response.text
