"""Protection of the browser: headers, forged forms.

The content security policy allows this site's own files only, no inline script or style.
"""

from __future__ import annotations

from typing import Final

from flask import Flask, Response, current_app, g

from engine.tenancy import Actor
from web.forgery import csrf

POLICY: Final = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self'",
        "font-src 'self'",
        "media-src blob:",
        "connect-src 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
        "manifest-src 'self'",
    )
)
HEADERS: Final = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


def protect(response: Response) -> Response:
    actor: Actor | None = g.get("actor")
    if actor is not None and (actor.center is not None or actor.is_assisting):
        # The desk of a community centre photographs papers; nobody else's pages reach for a camera.
        response.headers["Permissions-Policy"] = HEADERS["Permissions-Policy"].replace(
            "camera=()", "camera=(self)"
        )
    for header, value in HEADERS.items():
        response.headers.setdefault(header, value)
    if current_app.config["SESSION_COOKIE_SECURE"]:
        response.headers.setdefault("Strict-Transport-Security", "max-age=31536000; includeSubDomains")
    if not response.cache_control.public:
        # Whatever is not marked public may hold personal data: a shared computer's cache must not keep it.
        response.headers["Cache-Control"] = "no-store"
    return response


def init(app: Flask) -> None:
    """Configure headers and the check for forged forms."""
    app.config["WTF_CSRF_TIME_LIMIT"] = None  # as long as the session: a form may take an evening
    csrf.init_app(app)
    app.after_request(protect)
