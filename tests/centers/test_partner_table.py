"""Partners of community centres by a table: entered and corrected together, after a look at what changes."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

import pytest

from engine.centers.commands.directory import EnterPartners, PartnersEntered
from engine.centers.directory_plan import partners_looked_at
from engine.centers.queries import directory
from engine.centers.rules.partner_table import PartnerFacts, PartnerPlan, plan_of
from engine.errors import NotAllowed, Rejected
from tests.engine.kit import Office
from tests.web.desk import Desk
from tests.web.test_staff_table import confirmed, workbook

NATIONAL = "00000005001"
HEADS = ("code", "name_ka", "name_en", "source", "confidence")
POST = ("post", "ფოსტა", "Post", "letter of 1 September", "high")
KNOWN = {
    "psda": PartnerFacts({"ka": "სააგენტო", "en": "Agency"}, "site", "low"),
    "bank": PartnerFacts({"ka": "ბანკი"}, "site", "medium"),
}


def pure(*rows: Sequence[str]) -> PartnerPlan:
    return plan_of([list(HEADS), *rows], KNOWN)


def codes(plan: PartnerPlan) -> list[tuple[int, str | None, str]]:
    return [(mistake.row, mistake.column, mistake.error.error_code) for mistake in plan.mistakes]


def enter(office: Office, *rows: Sequence[str]) -> PartnersEntered:
    cells, by = (HEADS, *map(tuple, rows)), office.person(NATIONAL)
    with office.engine.read(by) as tx:
        seen = partners_looked_at(tx, cells).digest
    done: PartnersEntered = office.engine.send(EnterPartners(cells, seen), actor=by)
    return done


def test_row__of_an_unknown_code__is_new() -> None:
    (partner,) = pure(POST).partners

    assert (partner.what, partner.code) == ("new", "post")
    assert partner.facts == PartnerFacts({"ka": "ფოსტა", "en": "Post"}, POST[3], "high")


def test_row__of_a_known_code__changes_what_it_says_and_leaves_the_rest() -> None:
    changed, same = pure(("PSDA", "", "The Agency", "", "მაღალი"), ("bank",)).partners

    assert (changed.what, changed.code, changed.changes) == ("changed", "psda", ("name_en", "confidence"))
    assert changed.facts == PartnerFacts({"ka": "სააგენტო", "en": "The Agency"}, "site", "high")
    assert (same.what, same.changes) == ("same", ())


def test_rows__that_exchange_the_names_of_partners__are_no_mistake() -> None:
    plan = pure(("psda", "ბანკი"), ("bank", "სააგენტო"))

    assert codes(plan) == [] and [partner.what for partner in plan.partners] == ["changed", "changed"]


@pytest.mark.parametrize(
    ("row", "column", "code"),
    [
        (("", *POST[1:]), "code", "spreadsheet.cell_missing"),
        (("The Post", *POST[1:]), "code", "directory.code_invalid"),
        (("post", "", *POST[2:]), "name_ka", "spreadsheet.cell_missing"),
        ((*POST[:3], "", "high"), "source", "spreadsheet.cell_missing"),
        (POST[:4], "confidence", "spreadsheet.cell_missing"),
        ((*POST[:4], "sure"), "confidence", "directory.confidence_missing"),
        (("post", "სააგენტო", *POST[2:]), "name_ka", "partner_table.name_known"),
        (("post", "x" * 201, *POST[2:]), "name_ka", "administering.too_long"),
        ((*POST[:3], "x" * 501, "high"), "source", "administering.too_long"),
    ],
)
def test_row__with_a_mistake__is_told_with_its_column(row: Sequence[str], column: str, code: str) -> None:
    assert codes(pure(row)) == [(2, column, code)]


@pytest.mark.parametrize("other", [("post", "სხვა"), ("other", "ფოსტა")])
def test_rows__of_one_partner_or_name__are_a_mistake(other: tuple[str, str]) -> None:
    assert codes(pure(POST, (*other, *POST[2:]))) == [(3, "code", "partner_table.twice")]


def test_row__nearly_called_as_a_partner_left_out__is_asked_about() -> None:
    (partner,) = pure(("agency", "სააგენტოო", *POST[2:])).partners

    assert partner.near == (KNOWN["psda"].names,)


def test_table__entered__is_kept_once(office: Office) -> None:
    done = enter(office, POST, ("psda", "", "The Agency"))

    with office.engine.read(office.person(NATIONAL)) as tx:
        found = {partner.code: partner for partner in directory.partners(tx)}
    assert done == PartnersEntered(new=1, changed=1)
    assert (found["post"].names["ka"], found["post"].source) == ("ფოსტა", POST[3])
    assert found["psda"].names["en"] == "The Agency" and found["psda"].names["ka"]
    with pytest.raises(Rejected) as caught:
        enter(office, POST)
    assert caught.value.error_code == "directory_table.nothing_new"


def test_table__from_others_or_seen_before_a_change__is_refused(office: Office) -> None:
    cells, by = (HEADS, ("psda", "", "The Agency")), office.person(NATIONAL)
    with pytest.raises(NotAllowed), office.engine.read(office.staff("municipal_admin")) as tx:
        partners_looked_at(tx, cells)
    with office.engine.read(by) as tx:
        seen = partners_looked_at(tx, cells).digest
    enter(office, ("psda", "", "Another"))

    with pytest.raises(Rejected) as caught:
        office.engine.send(EnterPartners(cells, seen), actor=by)

    assert caught.value.error_code == "administering.changed_meanwhile"


def test_page__checks_confirms_and_gives_what_can_be_sent_again(desk: Desk) -> None:
    keeper = desk.signed_in(NATIONAL)
    page = keeper.get("/admin/directory/partners")

    def sent(**fields: Any) -> Any:
        return keeper.submit(page, fields, form=page.form("table"))

    preview = sent(table=(io.BytesIO(workbook(HEADS, POST)), "partners.xlsx"))
    done = confirmed(keeper, preview)
    saved = {kind: keeper.client.get(f"/admin/directory/partners/file?as={kind}") for kind in ("xlsx", "csv")}
    again = [
        sent(table=(io.BytesIO(answer.get_data()), f"partners.{kind}")) for kind, answer in saved.items()
    ]
    pasted = sent(pasted="code\tname_en\npost\tGeorgian Post\n")
    wrong = sent(pasted="code\tname_en\nThe Post\tGeorgian Post\n")
    nothing = sent()

    assert "Name in English: – → Post" in preview.text and "Confidence: – → high" in preview.text
    assert "New: 1" in preview.text and "Partners are entered: 1 new, 0 changed" in done.text
    assert all("There is nothing to enter" in answer.text for answer in again)
    assert "Name in English: Post → Georgian Post" in pasted.text
    assert wrong.status == 422 and "small Latin letters" in wrong.text
    assert nothing.status == 422
