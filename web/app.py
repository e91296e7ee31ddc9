"""The web application, put together.

Everything is created and registered here and decided elsewhere.
"""

from __future__ import annotations

from typing import Any

from flask import Flask
from jinja2 import StrictUndefined
from markupsafe import Markup
from werkzeug.middleware.proxy_fix import ProxyFix

from engine.bootstrap import Engine
from web import (
    access,
    acting,
    addresses,
    assets,
    auth,
    bodies,
    cookies,
    engine_access,
    errors,
    flashes,
    i18n,
    post_redirect_get,
    rate_limits,
    security,
    spoken,
    words,
    workplace,
)
from web.account import blueprint as account
from web.acting import acting_field
from web.admin import blueprint as admin
from web.api import mounted
from web.calendar_feed import blueprint as calendar
from web.center import blueprint as center
from web.citizen import blueprint as citizen
from web.forgery import token
from web.health import blueprint as health
from web.inbox import blueprint as inbox
from web.inbox.place_in_list import action_address, list_address
from web.keys import new_key
from web.listening import blueprint as listening
from web.navigation import address_with, nav_link
from web.paying import blueprint as paying
from web.public import blueprint as public
from web.sign_in import blueprint as sign_in
from web.sign_in import guests, providers
from web.signing import blueprint as signing
from web.studio import blueprint as studio
from web.template_cache import template_cache

BLUEPRINTS = (
    public,
    sign_in,
    account,
    citizen,
    center,
    inbox,
    studio,
    admin,
    signing,
    listening,
    calendar,
    paying,
    health,
)


def create_app(engine: Engine | None = None, **config: Any) -> Flask:
    """Return the application over an engine; without one, over the engine of this installation.

    Long: a line for each thing that is put together.
    """
    app = Flask(__name__)
    used = engine or _installed_engine()
    app.config.update(
        SECRET_KEY=used.settings.secret,
        DEMO_MODE=used.settings.is_demo,
        SESSION_COOKIE_SECURE=used.settings.public_url.startswith("https://"),
        **config,
    )
    mounted(app)
    if used.settings.proxies:
        # Whose requests count together is what the outermost of our own proxies saw, and nothing before it.
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=used.settings.proxies, x_proto=0)  # type: ignore[method-assign]
    cache = template_cache(used.settings.cache_directory)
    app.jinja_options = {"trim_blocks": True, "lstrip_blocks": True, "bytecode_cache": cache}
    engine_access.attach(app, used)
    post_redirect_get.init(app)
    addresses.init(app)
    i18n.init(app)
    bodies.init(app)
    cookies.init(app)
    security.init(app)
    assets.init(app)
    words.init(app)
    auth.init(app)
    spoken.init(app)
    guests.init(app)
    providers.init(app)
    errors.init(app)
    rate_limits.init(app)
    _name_what_templates_use(app)
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    access.init(app)
    workplace.init(app)
    acting.init(app)
    return app


def _name_what_templates_use(app: Flask) -> None:
    """Name what every template may use. A name that a template misspells is an error."""
    app.jinja_env.undefined = StrictUndefined
    usual = {"demo_mode": app.config["DEMO_MODE"], "has_errors": False, "error": None}
    app.context_processor(lambda: usual)
    app.jinja_env.globals.update(
        csrf=_csrf_field,
        csrf_value=token,
        take_messages=flashes.take,
        new_key=new_key,
        nav_link=nav_link,
        address_with=address_with,
        action_address=action_address,
        list_address=list_address,
    )


def _csrf_field() -> Markup:
    field = Markup('<input type="hidden" name="csrf_token" value="{}">').format(token())
    return field + acting_field()


def _installed_engine() -> Engine:
    """Return the engine of this installation, where this machine fits it."""
    from engine.bootstrap import build
    from engine.installation import membership
    from engine.memory import raise_gc_thresholds
    from engine.settings import Settings

    raise_gc_thresholds()
    engine = build(Settings.from_environment())
    membership.join(engine)
    return engine
