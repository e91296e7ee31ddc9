"""Lists as files with chosen columns and answers, and event logs by the structure of their standards."""

from __future__ import annotations

import csv
import io
import json
from datetime import datetime

import jsonschema
import openpyxl
import pytest
from lxml import etree

from engine.queries import case_answers
from tests.web.desk import Desk
from web.event_logs import XES

SERVICE = "high_mountain.grant"
ADDRESS = "application.actual_address"
NAMED = {"type": "object", "required": ["name", "type"]}
TYPE = {
    "type": "object",
    "required": ["name", "attributes"],
    "properties": {"attributes": {"type": "array", "items": NAMED}},
}
RELATED = {"type": "array", "items": {"type": "object", "required": ["objectId", "qualifier"]}}
# As https://www.ocel-standard.org/2.0/ describes the JSON format.
OCEL = {
    "type": "object",
    "required": ["objectTypes", "eventTypes", "objects", "events"],
    "properties": {
        "objectTypes": {"type": "array", "items": TYPE},
        "eventTypes": {"type": "array", "items": TYPE},
        "objects": {
            "type": "array",
            "items": {
                "required": ["id", "type"],
                "properties": {
                    "attributes": {"items": {"required": ["name", "time", "value"]}},
                    "relationships": RELATED,
                },
            },
        },
        "events": {
            "type": "array",
            "items": {
                "required": ["id", "type", "time"],
                "properties": {
                    "time": {"format": "date-time"},
                    "attributes": {"items": {"required": ["name", "value"]}},
                    "relationships": RELATED,
                },
            },
        },
    },
}
# The parts of a log, and of a trace and an event, in the order of xes-ieee-1849-2016.xsd.
ORDER = (
    "extension",
    "global",
    "classifier",
    "string",
    "date",
    "int",
    "float",
    "boolean",
    "id",
    "trace",
    "event",
)


def test_list__taken_away__has_the_chosen_columns_and_answers_and_no_formula(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.filed()
    monkeypatch.setattr(case_answers, "in_words", lambda *_: {"ka": "=1+1"})  # no field of the form takes it
    clerk = desk.staff("head_of_service")

    chosen = clerk.get(f"/inbox/export?show=all&service={SERVICE}")
    assert chosen.html.select_one(f"input[name=answer][value='{ADDRESS}']")
    part = f"show=all&service={SERVICE}&column=case&column=village&answer={ADDRESS}"
    book = openpyxl.load_workbook(io.BytesIO(clerk.get(f"/inbox/export/file?{part}").response.data))
    text = clerk.get(f"/inbox/export/file?list=tasks&service={SERVICE}&tab=all&as=csv&answer={ADDRESS}")
    georgian = clerk.get(f"/inbox/export/file?{part}&as=csv&language=ka").response.get_data(as_text=True)

    (heads, row) = [[cell.value for cell in line] for line in book.worksheets[0].rows]
    assert heads[:2] == ["Case number", "Village"] and len(heads) == 3
    assert row[0].startswith("KEDA-") and row[2] == "'=1+1"
    (_, task) = csv.reader(io.StringIO(text.response.get_data(as_text=True)))
    assert len(task) == 13 and task[-1] == "'=1+1"
    assert georgian.startswith("\ufeff") and georgian.splitlines()[1].split(";")[2] == "'=1+1"


def test_log__of_cases__keeps_to_the_standards_and_names_nobody(desk: Desk) -> None:
    filed = desk.filed()
    head = desk.staff("head_of_service")

    xes = head.get("/inbox/export/log?form=xes&show=all").response.data
    first, second = (
        json.loads(head.get("/inbox/export/log?form=ocel&show=all").response.data) for _ in range(2)
    )

    root = etree.fromstring(xes)
    check_xes(root)
    for told in (xes.decode(), json.dumps(first, ensure_ascii=False)):
        assert "Demo" not in told and "დემო" not in told and "00000000101" not in told
        assert str(filed.case_id) not in told
    jsonschema.validate(first, OCEL, format_checker=jsonschema.FormatChecker())
    check_ocel(first)
    people = [
        {thing["id"] for thing in log["objects"] if thing["type"] == "person"} for log in (first, second)
    ]
    assert people[0] and not people[0] & people[1]
    assert desk.staff("specialist").get("/inbox/export/log").status == 403


def check_xes(root: etree._Element) -> None:
    assert root.tag == f"{{{XES}}}log" and float(root.get("xes.version"))
    for element in root.iter(f"{{{XES}}}log", f"{{{XES}}}trace", f"{{{XES}}}event"):
        places = [ORDER.index(etree.QName(part).localname) for part in element]
        if element is root:
            assert places == sorted(places)
    keys = [element.get("key") for element in root.iter(f"{{{XES}}}string", f"{{{XES}}}date")]
    prefixes = {extension.get("prefix") for extension in root.iter(f"{{{XES}}}extension")}
    assert {key.partition(":")[0] for key in keys if key and ":" in key} <= prefixes
    for event in root.iter(f"{{{XES}}}event"):
        told = {part.get("key"): part.get("value") for part in event}
        assert told["concept:name"] and told["lifecycle:transition"] in ("schedule", "complete", "withdraw")
        assert datetime.fromisoformat(told["time:timestamp"] or "").tzinfo is not None


def check_ocel(log: dict[str, list[dict[str, object]]]) -> None:
    """Each type, object and attribute that is used has been declared, and each identifier is used once."""
    declared = {kind["name"]: {named["name"] for named in kind["attributes"]} for kind in log["eventTypes"]}  # type: ignore[index, attr-defined]
    objects = {thing["id"] for thing in log["objects"]}
    assert len(objects) == len(log["objects"])
    assert len({event["id"] for event in log["events"]}) == len(log["events"])
    for event in log["events"]:
        used = {attribute["name"] for attribute in event["attributes"]}  # type: ignore[attr-defined]
        assert used <= declared[event["type"]]  # type: ignore[index]
        assert {related["objectId"] for related in event["relationships"]} <= objects  # type: ignore[attr-defined]
