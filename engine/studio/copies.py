"""A new service from a copy: the same files under another name.

What names the service itself is renamed in its settings, its diagram and its scenarios; everything else
stays, and validation says what does not fit the new name. Refuses to know SQL.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from engine.errors import Rejected

_NAME: Final = re.compile(r"[a-z][a-z0-9_]{1,39}")


class NameUnusable(Rejected):
    """A service's name in addresses is Latin letters, digits and underscores."""

    code = "service_draft.name_unusable"


def new_code(source: str, name: str) -> str:
    """Return the code of a copy: in the same module, under another name."""
    if not _NAME.fullmatch(name):
        raise NameUnusable(name=name[:40])
    return f"{source.split('.')[0]}.{name}"


def renamed(files: Mapping[str, bytes], old: str, new: str) -> dict[str, bytes]:
    """Return the files of a service under another code, wherever they name the service itself."""
    quoted = re.compile(rf"(?P<mark>[\"']){re.escape(old)}(?P=mark)".encode())
    return {
        path: quoted.sub(rf"\g<mark>{new}\g<mark>".encode(), content)
        if path == "process.bpmn" or path.endswith(".json")
        else content
        for path, content in files.items()
    }
