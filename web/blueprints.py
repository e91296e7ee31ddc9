"""The areas of the site, each a blueprint; the views of `web/<area>/` register as they are imported."""

from __future__ import annotations

from flask import Blueprint

public = Blueprint("public", __name__)
sign_in = Blueprint("sign_in", __name__)
account = Blueprint("account", __name__)
citizen = Blueprint("citizen", __name__)
signing = Blueprint("signing", __name__, url_prefix="/signings")
center = Blueprint("center", __name__, url_prefix="/centre")
inbox = Blueprint("inbox", __name__, url_prefix="/inbox")
admin = Blueprint("admin", __name__, url_prefix="/admin")
studio = Blueprint("studio", __name__, url_prefix="/studio")
