"""Queries of `mms reconcile`: the whole installation, across municipalities, as its owner.

Chains, tokens, numbers, files: what SQL alone can't judge is read here and judged in
`engine.reconcile`. Refuses to change anything.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any
from uuid import UUID

from engine.db.pool import Transaction

BATCH = 500
FIRST = UUID(int=0)

# By its number: to the login of the application there is no table of this name.
SEES_EVERYTHING = """
select not row_security_active(c.oid) from pg_class c join pg_namespace n on n.oid = c.relnamespace
where n.nspname = 'public' and c.relname = 'cases' and has_table_privilege(c.oid, 'select')
"""
CASES = """
select c.id, c.number, c.version_id, c.version, c.closed_at, c.state, c.document, c.event_count, c.chain_head
from cases c where c.id > :after order by c.id limit :limit
"""
# No foreign key looks after them: see step_events.
STRAY_TASKS = """
select format('task %s is of case %s, that does not exist', t.token, t.case_id) as what
from tasks t where not exists (select from cases c where c.id = t.case_id)
union all select format('case %s: task %s was done by somebody who does not exist', c.number, t.token)
from tasks t join cases c on c.id = t.case_id
where t.closed_by is not null and not exists (select from people p where p.id = t.closed_by)
"""
WAITING = """
select case_id, token, 'task' as kind from tasks where case_id = any (:ids) and state = 0
union all select case_id, token, 'timer' from timers where case_id = any (:ids) and token is not null
union all select case_id, token, 'job' from jobs
    where case_id = any (:ids) and state in ('queued', 'incident')
union all select case_id, token, kind from messages_awaited where case_id = any (:ids)
"""
VERSIONS = """
select v.id, v.code, v.digest, v.semantics,
    (select count(*) from service_publications p where p.version_id = v.id)
        + (select count(*) from asked_publications a where a.version_id = v.id) as publications
from service_versions v order by v.id
"""
NUMBERS = """
select c.number, case when i.id is null then c.order_number end as order_number, c.decided_on, c.version_id,
       c.municipality_id, m.code as municipality, coalesce(s.received_at, c.filed_at) as received_at
from cases c join municipalities m on m.id = c.municipality_id left join submissions s on s.case_id = c.id
left join collective_items i on i.case_id = c.id and i.state = 'decided' -- has a place in another's order
"""
SERIES = """
select n.municipality_id, m.code as municipality, n.series, n.year, n.last
from number_series n join municipalities m on m.id = n.municipality_id
"""
INVENTORY_NUMBERS = """
select a.inventory_no, m.code as municipality from assets a join municipalities m on m.id = a.municipality_id
"""
CERTIFICATES = """
select c.number, m.code as municipality from certificates c join municipalities m on m.id = c.municipality_id
"""
RESERVED = """
select m.code as municipality, r.series, r.year, r.n, r.number, r.state, c.order_number, g.state as signing
from reserved_numbers r join municipalities m on m.id = r.municipality_id
left join cases c on c.id = r.case_id left join signings g on g.id = r.signing_id
"""
FILES = """
select encode(digest, 'hex') as digest, min('document ' || title) as what from documents group by digest
union select encode(renewed, 'hex'), 'renewed document' from proofs where renewed is not null
union select encode(digest, 'hex'), min('upload ' || name) from uploads group by digest
union select encode(digest, 'hex'), min('export of register ' || register) from register_exports
where digest is not null group by digest
union select encode(document, 'hex'), min('attachment of letter ' || id) from letters
where document is not null group by document
"""
REGISTERS = """
select distinct e.register, c.version_id from register_entries e join cases c on c.id = e.case_id
"""
WITHOUT_HOLDING = """
select e.register, c.number from register_entries e join cases c on c.id = e.case_id
where e.register = any (:national) and e.valid_until is null and e.superseded_by is null
  and not e.is_final
and not exists (select from national_holdings h where h.entry_id = e.id and h.person_id = e.person_id)
order by e.register, c.number
"""
LETTERS = "select id, mailed_at from letters union all select id, mailed_at from staff_notices"
RECOUNTING = """
select exists (select from procrastinate_jobs
               where task_name = 'recount_deadlines' and status in ('todo', 'doing'))
"""
CLOCKED = """
select c.id, c.number, c.municipality_id, c.filed_at, c.due_at from cases c
where c.id > :after order by c.id limit :limit
"""
CLOCK_TIMERS = """
select case_id, clock, share, due_at from timers where case_id = any (:ids) and clock is not null
"""
# Timers of steps that do not end where the clock ends that they follow.
STRAYED = """
select c.number, split_part(t.token, ':', 1) as element, t.term->>'clock' as clock
from timers t join cases c on c.id = t.case_id
left join clocks k on k.case_id = t.case_id and k.name = t.term->>'clock'
where t.term ? 'clock' and case k.state
    when 'running' then t.due_at is distinct from k.due_at
    when 'expired' then t.due_at is null
    else t.due_at is not null end
order by c.number, element
"""
KEYS = """
select k.key, k.command, k.actor, p.personal_number, convert_from(k.result, 'UTF8') as result
from command_keys k left join people p on k.actor = 'person:' || p.id where k.key = any (:keys)
"""
LEDGER_CASES = """
select c.id, c.number, c.version, c.reason,
       (select count(*) from events e where e.case_id = c.id and e.kind = 'case.withdrawn') as withdrawals
from cases c where c.id = any (:ids)
"""
LEDGER_TASKS = """
select t.id, t.state, closer.personal_number as closed_by, claimer.personal_number as claimed_by
from tasks t left join people closer on closer.id = t.closed_by
left join people claimer on claimer.id = t.claimed_by
where t.id = any (:ids)
"""
# What cases told others: messages by the key they go to, signals by name.
TOLD_OTHERS = """
select sent_by as case_id, correlation_key as what, count(*) as times from messages
where sent_by = any (:ids) group by 1, 2
union all select thrown_by, name, count(*) from signals where thrown_by = any (:ids) group by 1, 2
"""
# What people wrote, where a client's marks are looked for.
WRITTEN = """
select 'FileApplication' as command, convert_from(answers, 'UTF8') as answers from submissions
union all select 'CompleteTask', answers::text from tasks where state = 1
union all select 'WriteToCase', body from case_messages
"""
ORDERS = "select id, state, paid_tetri from payment_attempts where id = any (:ids)"


def sees_everything(tx: Transaction) -> bool:
    """Tell whether row-level security hides nothing from this connection."""
    return bool(tx.scalar(SEES_EVERYTHING))


def case_batches(tx: Transaction) -> Iterator[list[Any]]:
    """Yield all cases, some hundred at a time, so that memory does not grow with the installation."""
    after = FIRST
    while rows := tx.all(CASES, after=after, limit=BATCH):
        yield rows
        after = rows[-1].id


def stray_tasks(tx: Transaction) -> list[str]:
    """Return what is wrong with the case or the person that tasks name."""
    return [row.what for row in tx.all(STRAY_TASKS)]


def waiting_of(tx: Transaction, ids: list[UUID]) -> list[Any]:
    return tx.all(WAITING, ids=ids)


def numbers(tx: Transaction) -> list[Any]:
    return tx.all(NUMBERS)


def inventory_numbers(tx: Transaction) -> list[Any]:
    """Return the inventory numbers of all assets."""
    return tx.all(INVENTORY_NUMBERS)


def certificates(tx: Transaction) -> list[Any]:
    """Return the numbers of all certificates that were issued."""
    return tx.all(CERTIFICATES)


def reserved(tx: Transaction) -> list[Any]:
    """Return the numbers that were reserved, with the act that bears one and the signing it waits for."""
    return tx.all(RESERVED)


def series(tx: Transaction) -> list[Any]:
    return tx.all(SERIES)


def files(tx: Transaction) -> list[Any]:
    """Return every digest that a row cites, once, with what it is."""
    return tx.all(FILES)


def versions(tx: Transaction) -> list[Any]:
    """Return every version of a service with the number of acts that put it into force."""
    return tx.all(VERSIONS)


def registers_in_use(tx: Transaction) -> list[Any]:
    """Return each register that has entries, with each version of a service that made some."""
    return tx.all(REGISTERS)


def entries_without_holding(tx: Transaction, national: list[str]) -> list[Any]:
    return tx.all(WITHOUT_HOLDING, national=national)


def letters(tx: Transaction) -> list[Any]:
    """Return everything that is mailed: letters to applicants and notices to the staff."""
    return tx.all(LETTERS)


def is_recounting(tx: Transaction) -> bool:
    """Tell whether a declared day off has not moved every deadline yet."""
    return bool(tx.scalar(RECOUNTING))


def clocked_batches(tx: Transaction) -> Iterator[list[Any]]:
    after = FIRST
    while rows := tx.all(CLOCKED, after=after, limit=BATCH):
        yield rows
        after = rows[-1].id


def clock_timers(tx: Transaction, ids: list[UUID]) -> list[Any]:
    return tx.all(CLOCK_TIMERS, ids=ids)


def strayed_timers(tx: Transaction) -> list[Any]:
    return tx.all(STRAYED)


def keys(tx: Transaction, wanted: list[UUID]) -> list[Any]:
    return tx.all(KEYS, keys=wanted)


def ledger_cases(tx: Transaction, ids: list[UUID]) -> Mapping[UUID, Any]:
    return {row.id: row for row in tx.all(LEDGER_CASES, ids=ids)}


def ledger_tasks(tx: Transaction, ids: list[UUID]) -> Mapping[UUID, Any]:
    return {row.id: row for row in tx.all(LEDGER_TASKS, ids=ids)}


def orders(tx: Transaction, ids: list[UUID]) -> Mapping[UUID, Any]:
    return {row.id: row for row in tx.all(ORDERS, ids=ids)}


def told_others(tx: Transaction, ids: list[UUID]) -> list[Any]:
    return tx.all(TOLD_OTHERS, ids=ids)


def written(tx: Transaction) -> list[Any]:
    return tx.all(WRITTEN)
