"""The API as an application of its own under /api/v1: it reads no cookies, so nobody forges a request of it.

Everything is created and registered here and decided elsewhere.
"""

from __future__ import annotations

import hashlib
from typing import Any, Final

import marshmallow as ma
from flask import Flask, Response, g, request
from flask.json.provider import JSONProvider
from flask_smorest import Api
from werkzeug.middleware.dispatcher import DispatcherMiddleware
from werkzeug.routing import BaseConverter

from engine import canonical
from engine.texts import LANGUAGES, OFFICIAL
from web import addresses, bodies, rate_limits, security
from web.api import callers, problems
from web.api.operations import RULES, blueprint
from web.api.shapes import Anything, Names, plain
from web.spoken import speak_by_place

PREFIX: Final = "/api/v1"
MEDIA: Final = "application/json"
DESCRIPTION: Final = "mms-api-description"


class ExactJson(JSONProvider):
    """Writes numbers exactly and refuses what other programs would read differently."""

    def dumps(self, obj: Any, **_: Any) -> str:
        return canonical.dumps(plain(obj)).decode()

    def loads(self, s: str | bytes, **_: Any) -> Any:
        return canonical.loads(s)


class Problem(ma.Schema):
    """RFC 9457, with a code that stays and a list of what is wrong where there are several things."""

    type = ma.fields.String(required=True)
    title = ma.fields.String(required=True)
    status = ma.fields.Integer(required=True)
    detail = ma.fields.String(required=True)
    code = ma.fields.String(required=True)
    errors = ma.fields.List(ma.fields.Dict(keys=ma.fields.String(), values=ma.fields.String()))
    who = Names()
    at = ma.fields.String()


class Description(Api):  # type: ignore[misc]
    """The description of the API; errors are answered by `problems`."""

    def _register_error_handlers(self) -> None:
        return None


def mounted(app: Flask) -> Flask:
    """Put the API beside the pages of an application and return it. Both use one engine."""
    api = _created(app)
    app.wsgi_app = DispatcherMiddleware(app.wsgi_app, {PREFIX: api.wsgi_app})  # type: ignore[method-assign]
    return api


def of_pages(app: Flask) -> dict[str, Any]:
    """Return the description of the API that stands beside these pages."""
    found: dict[str, Any] = app.extensions[DESCRIPTION]
    return found


def _created(app: Flask) -> Flask:
    api = Flask("web.api", static_folder=None)
    # What engine is attached to the pages is the API's too, also when it is exchanged.
    api.extensions = app.extensions
    api.config.update(
        TESTING=app.testing,
        SESSION_COOKIE_SECURE=app.config["SESSION_COOKIE_SECURE"],
        PROVIDE_AUTOMATIC_OPTIONS=False,
        API_TITLE="MMS",
        API_VERSION="v1",
        OPENAPI_VERSION="3.1.0",
        API_SPEC_OPTIONS={"servers": [{"url": PREFIX}]},
    )
    bodies.init(api, parts=20)
    api.json = ExactJson(api)
    addresses.init(api)
    problems.init(api)
    api.before_request(_choose_language)
    api.before_request(speak_by_place)
    callers.init(api, _described(api))
    rate_limits.init(api)
    api.after_request(security.protect)
    api.after_request(_finish)
    return api


def _described(api: Flask) -> dict[str, callers.Rule]:
    description = Description(api)
    description.register_field(Names, "object", None)
    description.register_field(Anything, None, None)
    description.register_converter(addresses.NameConverter, _pattern)
    spec = description.spec
    spec.components.schema("Problem", schema=Problem)
    spec.components.response(
        "Problem",
        {"description": "A problem (RFC 9457)", "content": {problems.MEDIA_TYPE: {"schema": Problem}}},
    )
    spec.components.security_scheme("token", {"type": "http", "scheme": "bearer"})
    description.register_blueprint(blueprint)
    api.extensions[DESCRIPTION] = spec.to_dict()
    return RULES


def _pattern(converter: BaseConverter) -> dict[str, str]:
    return {"type": "string", "pattern": f"^{converter.regex}$"}


def _choose_language() -> None:
    g.language = request.accept_languages.best_match(LANGUAGES, OFFICIAL)


def _finish(response: Response) -> Response:
    """Say in which language the answer is, and by which tag it is known again."""
    response.headers["Content-Language"] = g.get("language", OFFICIAL)
    response.headers["Vary"] = "Accept-Language, Authorization"
    if request.method == "GET" and response.status_code == 200 and response.mimetype == MEDIA:
        digest = hashlib.sha256(response.get_data()).hexdigest()[:32]
        response.set_etag(f"{g.get('version', 0)}-{digest}")
        # A program that keeps the tag is sent the answer again only where it has changed.
        response.make_conditional(request)
    return response
