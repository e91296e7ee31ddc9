"""Corruptions of the data after the month, each with the equation that notices it and the few others that do.

Every equation has its row. Where two count the same thing in different ways, one row may turn both red.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, NamedTuple


class Corruption(NamedTuple):
    """A statement that alters one row, and what it turns red beside the equation it stands under."""

    statement: str
    also: tuple[str, ...] = ()


def forgotten(kind: str, where: str = "true") -> Corruption:
    """Let a step bear another name for what happened in it."""
    return Corruption(
        f"""update step_events set kinds = array_replace(kinds, '{kind}', 'forgotten.' || '{kind}')
            where (case_id, first_seq) = (select case_id, first_seq from step_events
            where '{kind}' = any(kinds) and {where} order by case_id, first_seq limit 1)"""
    )


def moved(one: str, other: str) -> Corruption:
    """Let a request be counted on another line."""
    return Corruption(
        f"""update budget_requests set line_id = (select id from budget_lines where code = '{other}')
            where id = (select r.id from budget_requests r join budget_lines l on l.id = r.line_id
                        where r.state in ('spent', 'reserved') and l.code = '{one}' order by r.id limit 1)""",
        (line(one), line(other)),
    )


def line(code: str) -> str:
    return f"line {code}: allotted = spent + reserved + free"


LATE: Final = """exists (select from clocks k
    where k.case_id = c.id and k.name = 'case' and c.decided_on > k.last_day)"""
ONE_ENTRY: Final = "(select count(*) from register_entries o where o.case_id = e.case_id) = 1"
PERMIT_FEES: Final = "tetri of fees in permits = tetri paid for them"

ALTERED: Final[Mapping[str, Corruption]] = {
    "applications kept = cases": Corruption(
        "delete from submissions where id = (select id from submissions order by id limit 1)"
    ),
    "numbers given to cases = cases": Corruption(
        """update number_series set last = last + 1 where series = (select min(series) from number_series
           where series like 'case:%')"""
    ),
    "cases that were announced to somebody = cases": Corruption(
        """update letters set template = 'granted' where id =
           (select id from letters where template = 'receipt' order by id limit 1)"""
    ),
    "what happened, by case = what happened, by event": Corruption(
        """update cases set event_count = event_count + 1
           where id = (select id from cases order by filed_at, id limit 1)"""
    ),
    "cases with an outcome = outcomes told": Corruption(
        """update step_events set kinds = array_append(kinds[2:], 'case.decided.granted')
           where (case_id, first_seq) = (select s.case_id, s.first_seq from step_events s
           join cases c on c.id = s.case_id where c.decided_on is not null and s.kinds[1] = 'task.completed'
           order by s.case_id, s.first_seq limit 1)"""
    ),
    "cases with an outcome = cases told of one": forgotten("case.decided.withdrawn")._replace(
        also=("cases with an outcome = outcomes told",)
    ),
    "closed cases = cases that came to an end": forgotten("case.finished"),
    "numbers given to acts = cases with an act + numbers given up": Corruption(
        """update number_series set last = last + 1 where series = (select min(series) from number_series
           where series like 'order:%')"""
    ),
    "tasks opened = tasks done, open and taken away": Corruption(
        "delete from tasks where id = (select id from tasks where state <> 0 order by id limit 1)"
    ),
    "open cases = open cases that wait for something": Corruption(
        """update cases set closed_at = null where id =
           (select id from cases where closed_at is not null and order_number is null order by id limit 1)""",
        ("closed cases = cases that came to an end",),
    ),
    "places of orders that grant many = cases with such a number": Corruption(
        """delete from collective_items where id =
           (select id from collective_items where state = 'decided' order by id limit 1)"""
    ),
    "extracts drawn up = cases with such a number": Corruption(
        """update documents set titles = null where id = (select id from documents
           where titles->>'en' like 'Extract of the order%' order by id limit 1)"""
    ),
    "decided by tables = decisions by tables told": Corruption(
        """delete from automatic_decisions where case_id =
           (select min(case_id::text)::uuid from automatic_decisions)"""
    ),
    "silence that counts = silence that was told": Corruption(
        """update clocks set deemed_outcome = null where (case_id, name) =
           (select case_id, name from clocks where deemed_outcome is not null order by case_id limit 1)"""
    ),
    "decided after the last day = of these, whose silence was told": Corruption(
        f"""update cases set decided_on = '2999-01-01' where id = (select c.id from cases c join clocks k
            on k.case_id = c.id and k.name = 'case' and k.last_day is not null
            where c.order_number is null and c.decided_on is not null and not {LATE} and not exists
                (select from events e where e.case_id = c.id and e.kind like 'clock.expired.%')
            order by c.id limit 1)"""
    ),
    "entries of registers = entries told": forgotten("register.entered"),
    "people with the status = grants of the status": Corruption(
        """update register_entries set person_id = (select min(person_id) from register_entries
                                                    where register = 'residents')
           where id = (select max(id::text)::uuid from register_entries where register = 'residents'
                       group by person_id having count(*) = 1 order by person_id desc limit 1)"""
    ),
    "aid entered = aid granted": Corruption(
        f"""update register_entries set register = 'lost' where id = (select e.id from register_entries e
            where register = 'aid' and {ONE_ENTRY} order by e.id limit 1)"""
    ),
    "entries with the number of an act = entries by the act of their case": Corruption(
        f"""update register_entries set order_number = 'KEDA-0' where id = (select e.id from register_entries
            as e where register = 'aid' and {ONE_ENTRY} order by e.id limit 1)""",
        ("granted by services that keep registers = cases that entered something",),
    ),
    "granted by services that keep registers = cases that entered something": Corruption(
        f"""update register_entries set order_number = null where id = (select e.id from register_entries e
            where register = 'aid' and {ONE_ENTRY} order by e.id limit 1)"""
    ),
    "letters = letters told": forgotten("letter.sent"),
    "cases with an act = cases whose act was brought to somebody": Corruption(
        f"""update cases set decided_on = '2999-01-01' where id = (select c.id from cases c
            where c.order_number is not null and c.closed_at is not null and {LATE} order by c.id limit 1)"""
    ),
    "complaints about a case = cases complained of": Corruption(
        """delete from case_links where kind = 'about' and case_id =
           (select case_id from case_links where kind = 'about' order by case_id limit 1)"""
    ),
    "cases that follow a stage = stages told": forgotten("case.follows_stage"),
    "deaths the registry told = deaths followed": Corruption(
        """delete from registry_events_followed where event_id =
           (select event_id from registry_events_followed e join registry_events r on r.id = e.event_id
            where kind = 'death' order by event_id limit 1)"""
    ),
    "proceedings that cases asked for = proceedings opened for them": forgotten("case.opened_another"),
    "what workers gave up = nothing": Corruption(
        """update procrastinate_jobs set status = 'failed' where id =
           (select min(id) from procrastinate_jobs where task_name <> 'open_proceeding')"""
    ),
    "what stopped = nothing": Corruption(
        """insert into incidents (id, case_id, municipality_id, kind, subject, token, code, params, attempts,
                                  opened_at, failed_at)
           select gen_random_uuid(), id, municipality_id, 'job', id, '', 'broken', '{}', 1, filed_at, filed_at
           from cases order by filed_at, id limit 1"""
    ),
    "reserved + spent, by line = promised, by request": Corruption(
        "update budget_lines set committed_tetri = committed_tetri + 1 where code = '07 02'", (line("07 02"),)
    ),
    "lines, as finance last set them = lines": Corruption(
        "update budget_lines set amount_tetri = amount_tetri + 1 where code = '07 02'"
    ),
    "requests to the budget = requests told": forgotten("budget.reserved"),
    line("07 01"): moved("07 01", "07 02"),
    line("07 02"): moved("07 03", "07 02"),
    line("07 03"): moved("07 01", "07 03"),
    "fees asked for = fees paid, due and given up": forgotten("payment.asked"),
    "orders at the treasury = paid + returned + on their way": forgotten("payout.executed"),
    "orders the treasury returned = returns told": forgotten("payout.returned")._replace(
        also=("orders at the treasury = paid + returned + on their way",)
    ),
    "tetri the treasury paid = tetri spent of the budget": Corruption(
        """update budget_requests set state = 'reserved', settled_at = null
           where id = (select id from budget_requests where state = 'spent' order by id limit 1)"""
    ),
    "tetri the treasury received = tetri paid through it": Corruption(
        """update payment_attempts set paid_tetri = paid_tetri - 1 where id = (select a.id
           from payment_attempts a join cases c on c.id = a.case_id where a.state = 'paid'
           and a.means = 'treasury' and c.service_code = 'construction.permit' and c.reason = 'granted'
           order by a.id limit 1)""",
        (PERMIT_FEES,),
    ),
    "words on things of inventories = words told": Corruption(
        """update inventory_items set version = version + 1
           where id = (select id from inventory_items order by id limit 1)"""
    ),
    "assets that are gone = assets the municipality owns no more": Corruption(
        """delete from asset_states where id =
           (select id from asset_states where state in ('sold', 'written_off', 'transferred')
            and superseded_by is null and valid_until is null order by id limit 1)"""
    ),
    "tetri for which property was sold = tetri paid for it": Corruption(
        """update asset_rights set fee_tetri = fee_tetri + 1 where id = (select id from asset_rights
           where kind = 'ownership' and contract_no is not null and fee_tetri > 0 order by id limit 1)"""
    ),
    "tetri of contracts = paid + still to come": forgotten(
        "payment.received",
        "case_id in (select id from cases where service_code = 'assets.sale_contract')",
    ),
    "direct disposals granted = contracts opened for them": Corruption(
        """update cases set document = jsonb_set(document, '{application,kept_by}', '""')
           where id = (select c.id from cases c join cases asked
                       on asked.number = c.document->'application'->>'kept_by'
                       where asked.service_code = 'assets.direct' and asked.reason = 'granted'
                       and c.service_code like 'assets.%_contract' order by c.id limit 1)"""
    ),
    "property sold under conditions = sales that are watched": Corruption(
        """update cases set service_code = 'assets.sale' where id =
           (select id from cases where service_code = 'assets.conditions' order by id limit 1)"""
    ),
    "permits and projects = stages used for them": Corruption(
        """update register_entries set state = 'expired' where id =
           (select id from register_entries where state = 'used' order by id limit 1)"""
    ),
    PERMIT_FEES: Corruption(
        """update register_entries set fields = fields || '{"fee_tetri": 1}' where id =
           (select id from register_entries where (register, state) = ('permits', 'in_force')
            order by id limit 1)"""
    ),
    "lots put up = lots at the auction": Corruption(
        """update jobs set state = 'queued' where id =
           (select id from jobs where operation = 'auction.announce' order by id limit 1)"""
    ),
    "lots that are over = protocols": Corruption(
        """update documents set titles = null where id = (select id from documents
           where titles->>'en' = 'Protocol of the auction' order by id limit 1)"""
    ),
    "lots that were sold = contracts with who won": Corruption(
        """update cases set document = document #- '{application,lot_number}' where id = (select id from cases
           where document->'application'->>'lot_number' is not null order by id limit 1)""",
        ("tetri that were bid = tetri in the contracts",),
    ),
    "tetri that were bid = tetri in the contracts": Corruption(
        """update cases set document = jsonb_set(document, '{application,price_tetri}', to_jsonb(
               1 + (document->'application'->>'price_tetri')::bigint))
           where id = (select c.id from cases c join payment_attempts a on a.case_id = c.id
                       where c.document->'application'->>'lot_number' is not null
                       and c.document->'application'->>'price_tetri' is not null
                       and a.paid_tetri is not null order by c.id limit 1)""",
        ("tetri of contracts = paid + still to come",),
    ),
}
