"""Arguments that the calls of a block give it, for whoever asks what an input of the block may be.

Inside a block a step says `=template`; what that is stands at each call. Refuses to know what
inputs mean.
"""

from __future__ import annotations

import re
from typing import Final

from engine.catalogue.origins import hosts_of
from engine.process import Definition, Element, Scope

_NAME: Final = re.compile(r"\s*=\s*([^\W\d]\w*)\s*")


def sources_of(text: str | None, scope: Scope, definition: Definition) -> tuple[str, ...]:
    """Return what a text stands for: what the calls give where it names an input, or else itself."""
    match = _NAME.fullmatch(text or "")
    if text is None or match is None:
        return () if text is None else (text,)
    found: dict[str, None] = {}
    for host, outer in hosts_of(scope, definition):
        given = next((m.source for m in host.inputs if m.target == match[1]), text)
        found |= dict.fromkeys(sources_of(given, outer, definition))
    return tuple(found) or (text,)


def scope_of(element: Element, definition: Definition) -> Scope:
    """Return the level an element is on."""
    return next(scope for scope in definition.scopes if element in scope.elements)
