"""Check of messages between services: declared, and carrying what the declaration says."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from typing import Final

from engine.catalogue.check.calls import FITTING
from engine.catalogue.check.findings import WHOLE, Finding, near, remark, wrong
from engine.catalogue.check.kinds import Kinds, kinds_of
from engine.catalogue.check.message_kinds import PAYLOADS, kind_of_message
from engine.catalogue.check.operations import source_of, values_of
from engine.catalogue.check.subject import Subject
from engine.catalogue.declared_messages import DeclaredMessage, declared_messages
from engine.operations import ALL
from engine.process import Element, Scope
from engine.process.elements import expression_of, is_expression
from feel.analyse import Kind, mended, nearest

# A name that is nearly another one is misspelt; of one that is like none somebody may know elsewhere.
_NEARLY: Final = 0.8


def check_messages(subject: Subject) -> Iterator[Finding]:
    """Yield what is sent or awaited and not declared, and what is sent otherwise than declared."""
    kinds, definition = kinds_of(subject), subject.definition
    if definition is None or kinds is None:
        return
    declared = declared_messages(subject.files, subject.module)
    for scope in definition.scopes:
        for element in scope.elements:
            if element.receives == "message" and element.message_name:
                yield from _name(element, element.message_name, declared, subject)
            if ALL.traits_of(element.operation).sends:
                for name in values_of(element, "name", definition) or ():
                    yield from _name(element, name, declared, subject)
                    yield from _payload(element, scope, name, declared, subject=subject, kinds=kinds)


def _name(
    element: Element, name: str, declared: Mapping[str, DeclaredMessage], subject: Subject
) -> Iterator[Finding]:
    known = {*declared, *PAYLOADS}
    if name in known:
        return
    hint = next(iter(get_close_matches(name, sorted(known), n=1, cutoff=_NEARLY)), "")
    make = wrong if hint else remark
    # The name of a message that is awaited stands apart from the element that waits for it.
    at = {} if ALL.traits_of(element.operation).sends else {"fix_where": WHOLE}
    place = subject.at(element.id)
    yield make("reference.message_unknown", **place, detail=name, hint=hint, fix=near(name, hint), **at)


def _payload(
    element: Element,
    scope: Scope,
    name: str,
    declared: Mapping[str, DeclaredMessage],
    *,
    subject: Subject,
    kinds: Kinds,
) -> Iterator[Finding]:
    """Yield where what is sent does not fit what the message carries; what is not known is passed over."""
    carried = kind_of_message(name, declared)
    source = source_of(element, "payload")
    sent = kinds.of(source or "=null", kinds.at(element, scope, before="payload"))
    if carried.name != "context" or sent.name not in ("context", "null"):
        return
    there, given, place = dict(carried.members), dict(sent.members), subject.at(element.id)
    text = expression_of(source or "") if is_expression(source or "") else ""
    for part in sorted(given.keys() - there.keys()):
        hint = nearest(part, there.keys() - given.keys())
        fix = near(text, mended(text, part, hint))
        detail = f"{name}: {part}"
        yield wrong("reference.message_part_unknown", **place, detail=detail, hint=hint, fix=fix)
    if name in declared:
        for part in sorted(there.keys() - given.keys()) if sent.is_closed or sent.name == "null" else ():
            yield wrong("reference.message_part_missing", **place, detail=f"{name}: {part}")
        for part in sorted(there.keys() & given.keys()):
            kind = declared[name].carries[part][0]
            if not _fits(given[part], kind, there[part]):
                detail = f"{name}: {part}; {given[part]}, {kind}"
                yield wrong("reference.message_part_kind", **place, detail=detail)


def _fits(sent: Kind, declared: str, carried: Kind) -> bool:
    """Tell whether a value may be what the declaration says, of texts one that it lists."""
    if not sent.is_known or sent.name == "null":
        return True
    return not sent.excludes(carried) and sent.name in FITTING.get(declared, frozenset({declared}))
