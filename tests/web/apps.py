"""Applications that many tests of a process use one after the other.

Making one adds every route and, as its pages are asked for, compiles every template anew: of what a test of
pages costs that was most. What an installation's settings decide when an application is made (`create_app`
reads the secret, the mode, the address and the proxies) is the same in all that share one.
"""

from __future__ import annotations

from typing import Any

from flask import Flask

from engine.bootstrap import Engine
from web import engine_access
from web.app import create_app

_kept: dict[tuple[object, ...], tuple[Flask, dict[str, Any]]] = {}


def app_over(engine: Engine, role: str = "app", *, is_testing: bool = True) -> Flask:
    """Return an application over the engine, as it was made; who needs two at once names a second role."""
    settings = engine.settings
    key = (role, is_testing, settings.secret, settings.is_demo, settings.public_url, settings.proxies)
    if key not in _kept:
        app = create_app(engine, TESTING=is_testing)
        _kept[key] = app, dict(app.config)
    app, config = _kept[key]
    app.config.clear()
    app.config.update(config)
    engine_access.attach(app, engine)
    return app
