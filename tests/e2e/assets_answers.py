"""Who keeps, lets and sells an asset, and what they answer at each step."""

from __future__ import annotations

from tests.e2e.office_work import Step
from tests.e2e.present import TODAY
from tests.e2e.services import day

CITIZEN, CLERK, HEAD, LAWYER, MAYOR = (
    *("00000000102", "00000002002", "00000002003", "00000002004", "00000002007"),
)
COUNCIL, CHAIR, ASKS = "00000002021", "00000002022", "00000002010"
OFFICE = {
    "kind": "immovable",
    "category": "additional",
    "area_m2": "40",
    "location": "დემო ქუჩა 1",
    "acquired_by": "construction",
    "acquisition_act": "№ 5, 01.10.2026",
    "value_tetri": "10000",
    "holder_unit": "ქონების სამსახური",
}
GRANTED = {"outcome": "grant", "facts": "ფაქტები დადგენილია.", "reasoning": "პირობები დაცულია."}
VISAS: tuple[Step, ...] = (
    (LAWYER, "legal_visa", {"visa": "approve"}),
    (HEAD, "head_visa", {"visa": "approve"}),
)
REGISTERED = {"answer": "registered", "extract": "882026000001", "registered_on": TODAY}
TO_LET = {
    **GRANTED,
    "valid_from": day(60),
    "months": "12",
    "start_tetri": "500",
    "auction_days": "30",
}
LET = {
    "verdict": "complete",
    "right": "lease",
    "needed": "no",
    "disputed": "no",
}
LISTING: tuple[Step, ...] = (
    (MAYOR, "submit_question", {"note": "ქონება წლის გეგმაშია."}),
    (
        COUNCIL,
        "council_commission",
        {"opinion": "for", "opinion_text": "თანახმაა", "opinion_number": "7", "held_on": TODAY},
    ),
    (COUNCIL, "bureau", {"verdict": "agenda", "members_total": "30", "meets_on": TODAY, "item": "4"}),
    (
        COUNCIL,
        "council_session",
        {
            "session": "voted",
            "held_on": TODAY,
            "held_at": "11:00",
            "minutes_number": "12",
            "grounds": "ქონების გაყიდვა მიზანშეწონილია.",
            "present": "20",
            "in_favour": "16",
            "against": "4",
            "abstained": "0",
        },
    ),
)
VALUED = {
    "basis": "valuer",
    "valuer": "დემო შემფასებელი",
    "report_no": "15",
    "valued_on": TODAY,
    "value_tetri": "15000",
}
TO_SELL = {
    **GRANTED,
    "form": "conditional",
    "conditions": "სახურავის შეკეთება",
    "start_tetri": "15000",
    "instalments": "1",
    "auction_days": "30",
}
TO_KEEP = {"conditions.0.text": "სახურავის შეკეთება", "conditions.0.due_on": day(90)}
KEPT = {"checked_on": TODAY, "found": "სახურავი შეკეთებულია.", "verdict": "kept"}
