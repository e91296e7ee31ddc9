"""Event logs as files: XES (IEEE 1849-2016, XML) and OCEL 2.0 (JSON), as tools of process mining read them.

References: https://www.xes-standard.org/ (schema xes-ieee-1849-2016.xsd), https://www.ocel-standard.org/2.0/.
"""

from __future__ import annotations

import io
import json
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any, Final

from lxml import etree

from engine.queries.event_log import EventLog, LogEvent, LoggedCase
from web.i18n import name_of

XES: Final = "http://www.xes-standard.org/"
EXTENSIONS: Final = (
    ("Concept", "concept"),
    ("Lifecycle", "lifecycle"),
    ("Organizational", "org"),
    ("Time", "time"),
)
UNKNOWN: Final = "UNKNOWN"
EPOCH: Final = "1970-01-01T00:00:00.000+00:00"
Attribute = tuple[str, str, str]  # its element, key and value


def as_xes(log: EventLog) -> bytes:
    """Return the log as XES: a trace for each case, written one by one."""
    target = io.BytesIO()
    with etree.xmlfile(target, encoding="utf-8") as file:
        file.write_declaration()
        head = {"xes.version": "1849.2016", "xes.features": ""}
        with file.element(f"{{{XES}}}log", head, nsmap={None: XES}):
            for part in _head():
                file.write(part)
            for case in log.cases:
                file.write(_trace(case))
    return target.getvalue()


def _head() -> Iterator[Any]:
    for name, prefix in EXTENSIONS:
        yield _element("extension", name=name, prefix=prefix, uri=f"{XES}{prefix}.xesext")
    yield _with(_element("global", scope="trace"), [("string", "concept:name", UNKNOWN)])
    yield _with(
        _element("global", scope="event"),
        [
            ("string", "concept:name", UNKNOWN),
            ("string", "lifecycle:transition", "complete"),
            ("date", "time:timestamp", EPOCH),
        ],
    )
    yield _element("classifier", name="Activity", scope="event", keys="concept:name")
    yield _element(
        "classifier", name="Activity and transition", scope="event", keys="concept:name lifecycle:transition"
    )
    yield _attribute(("string", "lifecycle:model", "standard"))


def _trace(case: LoggedCase) -> Any:
    trace = _with(
        _element("trace"),
        [
            ("string", "concept:name", case.number),
            ("string", "service", case.service_code),
            ("string", "municipality", case.municipality),
            ("string", "channel", case.channel),
            *([("string", "outcome", case.outcome)] if case.outcome else []),
        ],
    )
    for event in case.events:
        trace.append(_with(_element("event"), _of_event(event)))
    return trace


def _of_event(event: LogEvent) -> list[Attribute]:
    known = (("org:resource", event.resource), ("org:role", event.role), ("org:group", event.unit))
    return [
        ("string", "concept:name", name_of(event.activity)),
        ("string", "lifecycle:transition", event.transition),
        ("date", "time:timestamp", _instant(event.at)),
        *(("string", key, value) for key, value in known if value),
    ]


def as_ocel(log: EventLog) -> bytes:
    """Return the log as OCEL 2.0: cases, people, units are objects to which events relate."""
    events: list[dict[str, Any]] = []
    objects: dict[str, dict[str, Any]] = {}
    for case in log.cases:
        objects[case.number] = _object(case.number, "case", case.events[0].at, _of_case(case))
        for event in case.events:
            events.append(_ocel_event(len(events) + 1, case, event))
            for kind, name in (("person", event.resource), ("unit", event.unit)):
                if name:
                    objects.setdefault(f"{kind}:{name}", _object(f"{kind}:{name}", kind, event.at, {}))
    log_of = {
        "objectTypes": [
            {"name": "case", "attributes": [_typed(name) for name in CASE_ATTRIBUTES]},
            {"name": "person", "attributes": []},
            {"name": "unit", "attributes": []},
        ],
        "eventTypes": [
            {"name": name, "attributes": [_typed("transition"), _typed("role")]}
            for name in dict.fromkeys(event["type"] for event in events)
        ],
        "objects": list(objects.values()),
        "events": events,
    }
    return json.dumps(log_of, ensure_ascii=False).encode()


CASE_ATTRIBUTES: Final = ("service", "municipality", "channel", "outcome")


def _of_case(case: LoggedCase) -> dict[str, str | None]:
    return {
        "service": case.service_code,
        "municipality": case.municipality,
        "channel": case.channel,
        "outcome": case.outcome,
    }


def _typed(name: str) -> dict[str, str]:
    return {"name": name, "type": "string"}


def _object(identifier: str, kind: str, at: datetime, attributes: Mapping[str, str | None]) -> dict[str, Any]:
    return {
        "id": identifier,
        "type": kind,
        "attributes": [
            {"name": name, "time": _instant(at), "value": value}
            for name, value in attributes.items()
            if value
        ],
    }


def _ocel_event(number: int, case: LoggedCase, event: LogEvent) -> dict[str, Any]:
    related = (
        (case.number, "case"),
        (event.resource and f"person:{event.resource}", "performed by"),
        (event.unit and f"unit:{event.unit}", "in"),
    )
    attributes = (("transition", event.transition), ("role", event.role))
    return {
        "id": f"e{number}",
        "type": name_of(event.activity),
        "time": _instant(event.at),
        "attributes": [{"name": name, "value": value} for name, value in attributes if value],
        "relationships": [
            {"objectId": identifier, "qualifier": qualifier}
            for identifier, qualifier in related
            if identifier
        ],
    }


def _instant(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="milliseconds")


def _element(tag: str, /, **attributes: str) -> Any:
    return etree.Element(f"{{{XES}}}{tag}", attributes, nsmap={None: XES})


def _attribute(attribute: Attribute) -> Any:
    kind, key, value = attribute
    return _element(kind, key=key, value=value)


def _with(element: Any, attributes: list[Attribute]) -> Any:
    for attribute in attributes:
        element.append(_attribute(attribute))
    return element
