"""The address (DSN) of a database, read and written by libpq's own rules in this one place.

Takes whatever libpq takes: a URL, or keywords with values; several hosts, service files, sockets, every
character in a password. Refuses to know who connects, and for what.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import psycopg
from psycopg.conninfo import conninfo_to_dict, make_conninfo

# As SQLAlchemy writes a URL that names the driver.
_NAMED_DRIVER = "postgresql+psycopg://"
_SECRET = ("password", "sslpassword", "oauth_client_secret")


class AddressUnreadable(ValueError):
    """No address of a PostgreSQL database; the message never repeats it, because it may hold a password."""

    def __init__(self) -> None:
        super().__init__(
            "it is no address that PostgreSQL's library reads. Give postgresql://USER:PASSWORD@HOST/NAME, "
            "special characters of the password percent-encoded, or host=… user=… password=… dbname=…"
        )


def parts(address: str) -> dict[str, str]:
    """Return the keywords of an address, each with its value. Raises `AddressUnreadable`."""
    if address.startswith(_NAMED_DRIVER):
        address = "postgresql://" + address.removeprefix(_NAMED_DRIVER)
    try:
        return {name: str(value) for name, value in conninfo_to_dict(address).items() if value is not None}
    except psycopg.ProgrammingError:
        raise AddressUnreadable from None


def conninfo(address: str, arguments: Mapping[str, Any] | None = None) -> str:
    """Return an address as keywords, with arguments of a connection; its own options stand before ours."""
    found, ours = parts(address), dict(arguments or {})
    if "options" in found and "options" in ours:
        ours["options"] = f"{found['options']} {ours['options']}"
    return make_conninfo("", **{**found, **ours})


def without_password(address: str) -> str:
    """Return an address as keywords, fit to be shown."""
    return make_conninfo("", **{name: value for name, value in parts(address).items() if name not in _SECRET})
