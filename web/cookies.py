"""Cookies of this site: their names and what protects each of them.

Behind an encrypted address their names begin with `__Host-` (RFC 6265bis, 4.1.3.2): no page of a neighbouring
host can set one. Each is out of the reach of scripts and is not sent along from other sites.
"""

from __future__ import annotations

from flask import Flask, current_app, request
from werkzeug.wrappers import Response

A_YEAR = 365 * 24 * 3600  # seconds
FORM = "form"  # Flask's own session: what a browser keeps between two pages of one form
_PREFIX = "__Host-"


def named(name: str) -> str:
    """Return the name under which the browser keeps a cookie."""
    return f"{_PREFIX}{name}" if current_app.config["SESSION_COOKIE_SECURE"] else name


def read(name: str) -> str | None:
    """Return what the browser has sent, as it was sent."""
    return request.cookies.get(named(name))


def put(response: Response, name: str, value: str, *, max_age: int | None = None) -> None:
    """Set a cookie: until the browser is closed, or for a number of seconds."""
    is_secure = bool(current_app.config["SESSION_COOKIE_SECURE"])
    response.set_cookie(
        named(name), value, max_age=max_age, path="/", httponly=True, samesite="Lax", secure=is_secure
    )


def drop(response: Response, name: str) -> None:
    """Let the browser forget a cookie."""
    is_secure = bool(current_app.config["SESSION_COOKIE_SECURE"])
    response.delete_cookie(named(name), path="/", httponly=True, samesite="Lax", secure=is_secure)


def init(app: Flask) -> None:
    """Name and protect the cookie of Flask's session like the others."""
    with app.app_context():
        app.config.update(
            SESSION_COOKIE_NAME=named(FORM),
            SESSION_COOKIE_PATH="/",
            SESSION_COOKIE_HTTPONLY=True,
            SESSION_COOKIE_SAMESITE="Lax",
        )
