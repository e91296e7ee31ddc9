"""What has to be equal of money, property and construction: each equation is two statements."""

from __future__ import annotations

from typing import Final

# Contracts that were concluded: for how much in all, in how many parts.
CONTRACTS: Final = """
select id, order_number, number::bigint as number,
       case when service_code = 'assets.sale_contract' then price else fee * number end::bigint as total
from (select id, service_code, order_number, (document->'application'->>'price_tetri')::bigint as price,
             (document->'application'->>'fee_tetri')::bigint as fee,
             coalesce(document->'application'->>'instalments', document->'application'->>'months')::bigint
                 as number
      from cases where service_code in ('assets.sale_contract', 'assets.lease_contract')
      and order_number is not null) contract
"""
# What was paid of each of their parts, without penalties and what goes back. The first part bears the rest.
PAID: Final = f"""
select order_number, least(paid_tetri, total / number +
           case when place = 1 then total % number else 0 end) as part
from (select contract.*, a.paid_tetri,
             row_number() over (partition by contract.id order by a.paid_at) as place
      from ({CONTRACTS}) contract join payment_attempts a on a.case_id = contract.id
      where a.state = 'paid') paid
"""
EQUATIONS: Final = {
    # Money that goes out.
    "reserved + spent, by line = promised, by request": (
        "select coalesce(sum(committed_tetri), 0) from budget_lines",
        "select coalesce(sum(amount_tetri), 0) from budget_requests where state in ('reserved', 'spent')",
    ),
    "lines, as finance last set them = lines": (
        """select coalesce(sum(amount_tetri), 0) from (select distinct on (line_id) line_id, amount_tetri
           from budget_changes order by line_id, id desc) newest""",
        "select coalesce(sum(amount_tetri), 0) from budget_lines",
    ),
    "requests to the budget = requests told": (
        "select count(*) from budget_requests",
        "select count(*) from told where kind in ('budget.reserved', 'budget.waiting')",
    ),
    # Money that comes in.
    "fees asked for = fees paid, due and given up": (
        "select count(*) from told where kind = 'payment.asked'",
        "select count(*) from payments where state in ('paid', 'due', 'cancelled')",
    ),
    # Property.
    "words on things of inventories = words told": (
        "select coalesce(sum(version), 0) from inventory_items",
        "select count(*) from stream_events where kind = 'asset.counted'",
    ),
    "assets that are gone = assets the municipality owns no more": (
        """select count(*) from asset_states where superseded_by is null and valid_until is null
           and state in ('sold', 'written_off', 'transferred')""",
        """select count(distinct asset_id) from asset_rights r where is_own and not exists
               (select from asset_rights o
                where o.asset_id = r.asset_id and o.is_own and o.state = 'held'
                and o.valid_until is null)""",
    ),
    "tetri for which property was sold = tetri paid for it": (
        """select coalesce(sum(fee_tetri), 0) from asset_rights
           where kind = 'ownership' and contract_no is not null""",
        f"""select coalesce(sum(part), 0) from ({PAID}) paid join asset_rights r
            on r.contract_no = paid.order_number and r.kind = 'ownership'""",
    ),
    "tetri of contracts = paid + still to come": (
        f"select coalesce(sum(total), 0) from ({CONTRACTS}) contract",
        f"""select coalesce((select sum(part) from ({PAID}) paid), 0) + coalesce(sum(
                case when told = 0 then total else (number - told) * (total / number) end), 0)
            from (select contract.*, (select count(*) from told e
                  where e.case_id = contract.id and e.kind = 'payment.received') as told
                  from ({CONTRACTS}) contract) begun""",
    ),
    "direct disposals granted = contracts opened for them": (
        "select count(*) from cases where service_code = 'assets.direct' and reason = 'granted'",
        """select count(*) from cases c
           join cases asked on asked.number = c.document->'application'->>'kept_by'
           where c.service_code in ('assets.sale_contract', 'assets.lease_contract')
           and asked.service_code = 'assets.direct'""",
    ),
    "property sold under conditions = sales that are watched": (
        """select count(*) from cases c join asset_rights r on r.contract_no = c.order_number
           where c.service_code = 'assets.sale_contract' and c.document->'application'->>'conditions' > ''""",
        "select count(*) from cases where service_code = 'assets.conditions'",
    ),
    # Construction.
    "permits and projects = stages used for them": (
        """select count(*) from register_entries
           where (register, state) in (('permits', 'in_force'), ('projects', 'active'))""",
        "select count(*) from register_entries where state = 'used'",
    ),
    "tetri of fees in permits = tetri paid for them": (
        """select coalesce(sum((fields->>'fee_tetri')::bigint), 0) from register_entries
           where (register, state) = ('permits', 'in_force')""",
        """select coalesce(sum(a.paid_tetri), 0) from payment_attempts a join cases c on c.id = a.case_id
           where c.service_code = 'construction.permit' and c.reason = 'granted' and a.state = 'paid'""",
    ),
}
