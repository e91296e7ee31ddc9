"""Visits to a community centre: what was given, what came of it, how many; and nobody's name."""

from __future__ import annotations

import csv
import io

from tests.centers.test_directory import KEEPER, OPERATOR, rows
from tests.web.desk import CITIZEN, Desk

ELSEWHERE = "00000002015"


def test_visit__referred_and_back_later__has_number_and_outcome_and_counts(
    desk: Desk,
) -> None:
    operator = desk.signed_in(OPERATOR)
    page = operator.get("/centre/visits")
    passport = page.html.select_one('option:-soup-contains("Passport")')
    assert passport is not None
    visit = {"kind": "referred", "service": str(passport["value"]), "referred_to": "House of Justice, Batumi"}

    recorded = operator.submit(page, visit, form=page.form('"/centre/visits"'))
    page = operator.get("/centre/visits")
    operator.submit(page, {"kind": "meeting_room", "people": "12"}, form=page.form('"/centre/visits"'))
    found = operator.get("/centre/visits?number=1")
    received = operator.submit(found, form=found.form("/outcome"), button=("outcome", "received"))

    assert "number 1" in recorded.text and len(rows(found)) == 1
    assert "Passport, Public Service Development Agency House of Justice, Batumi" in rows(found)[0]
    assert "It is noted" in received.text
    for browser in (operator, desk.signed_in(KEEPER)):
        table = browser.client.get("/centre/figures?as=table").get_data(as_text=True)
        head, *lines = csv.reader(io.StringIO(table.removeprefix("\ufeff")))
        assert head[0] == "Centre"
        assert [line[2:] for line in lines] == [
            ["Referred elsewhere", "1", "1", "1", "0", "0", "0"],
            ["Meeting room", "1", "12", "0", "0", "0", "1"],
        ]


def test_visit__of_another_center__is_neither_seen_nor_changed(desk: Desk) -> None:
    operator = desk.signed_in(OPERATOR)
    page = operator.get("/centre/visits")
    service = str(page.html.select("select[name=service] option[value]")[1]["value"])
    operator.submit(page, {"kind": "given", "service": service}, form=page.form('"/centre/visits"'))
    own = operator.get("/centre/visits")
    theirs = str(own.form("/outcome")["action"])

    stranger = desk.signed_in(ELSEWHERE)
    seen, figures = stranger.get("/centre/visits?number=1"), stranger.get("/centre/figures")
    mine = stranger.submit(seen, {"kind": "given", "service": service}, form=seen.form('"/centre/visits"'))
    form = stranger.get("/centre/visits").form("/outcome")
    form["action"] = theirs
    refused = stranger.submit(mine, form=form, button=("outcome", "refused"))

    assert rows(seen) == rows(figures) == []
    assert refused.status == 404
    assert desk.signed_in(CITIZEN).get("/centre/visits").status == 403
    assert desk.staff("mayor").get("/centre/figures").status == 403


def test_visit__without_a_service_or_for_nobody__is_refused(desk: Desk) -> None:
    operator = desk.signed_in(OPERATOR)
    page = operator.get("/centre/visits")

    for sent, said in (
        ({"kind": "given"}, "Choose the service"),
        ({"kind": "library", "people": "no"}, "1 to 500"),
    ):
        refused = operator.submit(page, sent, form=page.form('"/centre/visits"'))
        assert refused.status == 422 and said in refused.text
    assert rows(operator.get("/centre/visits")) == []
