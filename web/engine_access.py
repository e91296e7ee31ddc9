"""The engine of this application, reached from a request.

Pages send commands and read views through here and nowhere else.
"""

from __future__ import annotations

from typing import cast

from flask import Flask, current_app

from engine.bootstrap import Engine

EXTENSION = "mms"


def attach(app: Flask, used: Engine) -> None:
    app.extensions[EXTENSION] = used


def engine() -> Engine:
    """Return the engine that this application was created with."""
    return cast(Engine, current_app.extensions[EXTENSION])
