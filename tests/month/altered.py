"""One row altered after the month, and the equation that notices it."""

from __future__ import annotations

from typing import Final

ALTERED: Final = {
    "an application is gone": (
        "delete from submissions where id = (select id from submissions order by id limit 1)",
        "applications kept = cases",
    ),
    "a number is given that no case bears": (
        """update number_series set last = last + 1 where series = (select min(series) from number_series
           where series like 'case:%')""",
        "numbers given to cases = cases",
    ),
    "two cases bear one act": (
        """update cases set order_number = (select min(order_number) from cases)
           where order_number = (select max(order_number) from cases)""",
        "numbers given to acts = cases with an act + numbers given up",
    ),
    "an outcome is forgotten": (
        """update cases set decided_on = null
           where id = (select id from cases where decided_on is not null order by filed_at limit 1)""",
        "cases with an outcome = outcomes told",
    ),
    "a task is gone": (
        "delete from tasks where id = (select id from tasks order by id limit 1)",
        "tasks opened = tasks done, open and taken away",
    ),
    "silence is forgotten": (
        """update clocks set deemed_outcome = null where (case_id, name) =
           (select case_id, name from clocks where deemed_outcome is not null limit 1)""",
        "silence that counts = silence that was told",
    ),
    "money is promised that nobody asked for": (
        """delete from budget_requests
           where id = (select id from budget_requests where state = 'spent' order by id limit 1)""",
        "reserved + spent, by line = promised, by request",
    ),
    "more was spent than was paid": (
        """update budget_requests set amount_tetri = amount_tetri + 1
           where id = (select id from budget_requests where state = 'spent' order by id limit 1)""",
        "tetri the treasury paid = tetri spent of the budget",
    ),
    "a line has more than finance gave it": (
        "update budget_lines set amount_tetri = amount_tetri + 1 where code = '07 02'",
        "lines, as finance last set them = lines",
    ),
    "a fee was another": (
        """update payment_attempts set paid_tetri = paid_tetri - 1
           where id = (select id from payment_attempts where paid_tetri is not null order by id limit 1)""",
        "tetri the treasury received = tetri of fees",
    ),
    "aid is entered for nobody": (
        """delete from register_entries where id =
           (select id from register_entries where register = 'aid' order by id limit 1)""",
        "entries of registers = entries told",
    ),
    "a letter is gone": (
        "delete from letters where id = (select id from letters where template = 'receipt' limit 1)",
        "letters = letters told",
    ),
    "a complaint is not linked": (
        """delete from case_links where kind = 'about' and case_id =
           (select case_id from case_links where kind = 'about' order by case_id limit 1)""",
        "complaints about a case = cases complained of",
    ),
    "what was counted is forgotten": (
        """delete from inventory_items
           where id = (select id from inventory_items where version > 0 order by id limit 1)""",
        "words on things of inventories = words told",
    ),
    "how an asset went is forgotten": (
        """delete from asset_states where id =
           (select id from asset_states where state in ('sold', 'written_off', 'transferred')
            and superseded_by is null and valid_until is null order by id limit 1)""",
        "assets that are gone = rights of the municipality that ended",
    ),
    "a death is not followed": (
        """delete from registry_events_followed where event_id =
           (select event_id from registry_events_followed e join registry_events r on r.id = e.event_id
            where kind = 'death' limit 1)""",
        "deaths the registry told = deaths followed",
    ),
}
