"""Fixtures inserted as rows, as the code that makes them would have stored them.

A payment, an order to return, a receipt, a count and an inventory take an afternoon on pages;
who may see and settle them depends on the rows alone.
"""

from __future__ import annotations

PAYMENT = """insert into payments (id, municipality_id, case_id, number, amount_tetri, purpose, asked_at,
        state, settled_at)
    select gen_random_uuid(), municipality_id, id, '{number}', 6000, '{{"ka": "ცდა", "en": "A trial"}}',
        %(now)s, '{state}', {settled} from cases where id = %(center_case_id)s returning *"""
DUE = {"state": "due", "settled": "null"}
PAID = {"state": "paid", "settled": "%(now)s"}
ATTEMPT = """insert into payment_attempts (id, payment_id, case_id, municipality_id, started_by,
        started_at, state, why, paid_tetri, paid_at, reference, settled_at)
    select gen_random_uuid(), p.id, p.case_id, p.municipality_id, c.applicant_id, %(now)s, '{state}',
        {why}, 6000, %(now)s, p.number, %(now)s from p join cases c on c.id = p.case_id returning *"""
OPERATOR = "(select id from people where personal_number = '00000002010')"
SPECIALIST = "(select id from people where personal_number = '00000002002')"
PART = """'{"on": "2026-09-01", "state": null, "village": null, "is_ending": false, "order": "name"}'"""
TODAY = "cast(%(now)s as date)"

STORED_ROWS = {
    "payment_id": f"with p as ({PAYMENT.format(number='STAGE-1', **DUE)}) select id from p",
    "payment_number": "select number from payments where id = %(payment_id)s",
    "order_id": f"""with p as ({PAYMENT.format(number="STAGE-2", **PAID)}),
        a as ({ATTEMPT.format(state="to_return", why="'double'")}) select id from a""",
    "receipt_id": f"""with p as ({PAYMENT.format(number="STAGE-3", **PAID)}),
        a as ({ATTEMPT.format(state="paid", why="null")})
        insert into cash_receipts (id, center, number, code, payment_id, case_id, municipality_id,
            amount_tetri, received_by, received_on, received_at)
        select id, 68, 1, repeat('A', 16), payment_id, case_id, municipality_id, 6000, {OPERATOR}, {TODAY},
            %(now)s from a returning id""",
    "rule": f"""insert into cash_rules (municipality_id, center, is_taken, valid_from, act, recorded_by,
            recorded_at)
        select municipality_id, 68, true, {TODAY}, 'Order No. 3', {OPERATOR}, %(now)s
        from cases where id = %(case_id)s returning id""",
    "count_id": f"""insert into cash_counts (id, center, on_day, expected_tetri, counted_tetri, note,
            counted_by, counted_at)
        values (gen_random_uuid(), 68, {TODAY}, 6000, 6000, '', {OPERATOR}, %(now)s) returning id""",
    "comment_id": """insert into service_comments (id, code, draft_id, path, element, name, body, must_settle,
            written_by, written_at)
        select gen_random_uuid(), code, id, 'process.bpmn', '', '', 'A trial', false, begun_by, %(now)s
        from service_drafts where id = %(draft_id)s returning id""",
    "export_id": f"""insert into register_exports (id, register, municipality_id, asked, format, language,
            asked_by, asked_at, state, total, written, digest, size, ended_at)
        select gen_random_uuid(), 'residents', c.municipality_id, {PART}, 'xlsx', 'en', {SPECIALIST},
            %(now)s, 'ready', 1, 1, d.digest, d.size, %(now)s
        from cases c join documents d on d.case_id = c.id where c.id = %(case_id)s limit 1 returning id""",
    "waiting_export_id": f"""insert into register_exports (id, register, municipality_id, asked, format,
            language, asked_by, asked_at)
        select gen_random_uuid(), 'residents', municipality_id, {PART}, 'xlsx', 'en', {SPECIALIST}, %(now)s
        from cases where id = %(case_id)s returning id""",
    "correction_id": f"""insert into register_corrections (id, entry_id, register, version_id,
            municipality_id, person_id, changed, ground, reason, proposed_by, proposed_at)
        select gen_random_uuid(), e.id, e.register, c.version_id, e.municipality_id, e.person_id,
            '{{"settlement": {{"before": "keda-demo-1", "after": "keda-demo-3"}}}}',
            'error_in_writing', 'A trial', {SPECIALIST}, %(now)s
        from register_entries e join cases c on c.id = e.case_id where e.id = %(entry_id)s returning id""",
    "lot_id": """insert into lots (id, case_id, municipality_id, asset_id, kind, use, number, start_tetri,
            step_tetri, deposit_tetri, put_up_at, closes_at)
        select gen_random_uuid(), c.id, a.municipality_id, a.id, 'sale', 'ownership', 'LOT-1', 1, 1, 1,
            %(now)s, %(now)s from assets a cross join cases c where c.id = %(case_id)s and a.id = %(asset_id)s
        returning id""",
    "certificate_id": "select id from certificates limit 1",
    "certificate_code": "select code from certificates where id = %(certificate_id)s",
    "programme_id": """with p as (
            insert into yearly_programmes (id, municipality_id, year, part, state, case_id, reason, begun_at)
            select gen_random_uuid(), municipality_id, 2027, 0, 'draft', id, 'A trial', %(now)s from cases
            where id = %(office_case_id)s returning *)
        insert into drafted_sub_programmes (programme_id, municipality_id, code, content, version)
        select p.id, p.municipality_id, r.code, r.content, 1 from p
        join programmes r on r.municipality_id = p.municipality_id and r.code = 'newborn'
        returning programme_id""",
    "item_id": f"""with i as (
            insert into inventories (case_id, municipality_id, counted_on, role, listed_at)
            select id, municipality_id, {TODAY}, 'specialist', %(now)s from cases
            where id = %(office_case_id)s returning *)
        insert into inventory_items (id, case_id, municipality_id, asset_id, inventory_no, kind, name,
            value_tetri)
        select gen_random_uuid(), i.case_id, i.municipality_id, a.id, 'STAGE-1', 'movable', 'A trial', 100
        from i, assets a where a.id = %(asset_id)s returning id""",
}
