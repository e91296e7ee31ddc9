"""Sites that may ask, judged by the origin that the browser itself gave to the extension."""

from __future__ import annotations

from urllib.parse import urlsplit

from signing.agent.errors import SiteRefused

LONGEST = 300
LOOPBACK = ("127.0.0.1", "localhost", "[::1]")


def site(origin: str, *, is_demo: bool) -> str:
    """Return the origin, as it is shown and signed. Raises `SiteRefused`.

    Browsers write names of other scripts in ASCII, so that nothing looks like what it is not.
    """
    if len(origin) > LONGEST or not origin.isascii() or not origin.isprintable() or " " in origin:
        raise SiteRefused
    try:
        parts = urlsplit(origin)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        raise SiteRefused from None
    shown = f"[{host}]" if ":" in host else host
    if not host or origin != f"{parts.scheme}://{shown}" + (f":{port}" if port is not None else ""):
        raise SiteRefused
    if parts.scheme == "https" or (is_demo and parts.scheme == "http" and shown in LOOPBACK):
        return origin
    raise SiteRefused
