"""Invariants between the tables, as statements that find violations.

A rule is a count and a statement whose rows are differences, each one sentence in the first
column. Refuses to change anything. What SQL can't say is judged in `engine.reconcile`.
"""

from __future__ import annotations

from engine.budgets.queries import invariants as budget_rules
from engine.cash.queries import invariants as cash_rules
from engine.collective import queries as collective_rules
from engine.db.pool import Transaction
from engine.operations.traits import OnRegister
from engine.payments.queries import invariants as money_rules
from engine.property.queries import invariants as asset_rules
from engine.queries import incident_invariants, signing_rules
from engine.queries.rules import LIVE, Rule, any_of, told

FILED = """
(select key, (result->>'case_id')::uuid as case_id, result->>'number' as number from
    (select key, convert_from(result, 'UTF8')::jsonb->'content' as result
     from command_keys where command = 'FileApplication') f)
"""


def _telling_of(table: str) -> str:
    """Return the condition for the events that operations leave with each row of a table of registers."""
    kinds = (f"'{kind.value}'" for kind in OnRegister if kind.writes == table)
    return f"kind in ({', '.join(kinds)})"


RULES = (
    Rule(
        "submissions",
        """
        select format('%s submissions of %s cases', count(*), (select count(*) from cases)) from submissions
        """,
        any_of(
            """
            select format('case %s has no submission', c.number) from cases c
            where not exists (select from submissions s where s.case_id = c.id)
            """,
            """
            select format('case %s: the submission is not what its digest says', c.number)
            from submissions s join cases c on c.id = s.case_id where sha256(s.answers) <> s.digest
            """,
        ),
    ),
    Rule(
        "keys",
        "select format('%s idempotency keys', count(*)) from command_keys",
        any_of(
            "select format('key %s of %s has no result', key, actor) from command_keys where result is null",
            f"""
            select format('key %s: case %s does not exist', f.key, f.number) from {FILED} f
            where not exists (select from cases c where c.id = f.case_id and c.number = f.number)
            """,
            f"""
            select format('case %s is the result of %s keys', min(number), count(*)) from {FILED} f
            group by case_id having count(*) > 1
            """,
        ),
    ),
    Rule(
        "tasks",
        "select format('%s tasks, %s done', count(*), count(*) filter (where state = 1)) from tasks",
        any_of(
            told("opened tasks", events="kind = 'task.opened'", rows="tasks"),
            told("completed tasks", events="kind = 'task.completed'", rows="tasks where state = 1"),
        ),
    ),
    Rule(
        "clocks",
        "select format('%s clocks', count(*)) from clocks",
        any_of(
            """
            select format('case %s has no clock', c.number) from cases c
            where not exists (select from clocks k where k.case_id = c.id and k.name = 'case')
            """,
            """
            select format('case %s: its clock is %s and the timer of the clock is %s', c.number, k.state,
                          case when t.id is null then 'missing' else 'still there' end)
            from clocks k join cases c on c.id = k.case_id
            left join timers t on t.case_id = k.case_id and t.clock = k.name and t.share is null
            where (k.state = 'running') <> (t.id is not null)
            """,
        ),
    ),
    Rule(
        "jobs",
        "select format('%s jobs, %s queued', count(*), count(*) filter (where state = 'queued')) from jobs",
        any_of(
            f"""
            select format('job %s of case %s is %s and in the queue %s times', j.operation, c.number, j.state,
                          coalesce(q.n, 0))
            from jobs j join cases c on c.id = j.case_id
            left join (select args->>'job_id' as id, count(*) as n from procrastinate_jobs
                       where {LIVE.format("run_job")} group by 1) q on q.id = j.id::text
            left join (select subject, sum(attempts) as n from incidents
                       where kind = 'job' group by 1) failed on failed.subject = j.id
            -- Each failure may have left its own entry behind, if the worker died in that very moment.
            where coalesce(q.n, 0) > 1 + coalesce(failed.n, 0) or j.state = 'queued' and q.n is null
            """,
            """
            select format('entry %s of the queue names a job that does not exist', q.id)
            from procrastinate_jobs q where q.task_name = 'run_job'
            and not exists (select from jobs j where j.id::text = q.args->>'job_id')
            """,
            told(
                "jobs that came back",
                events="kind = 'job.completed'",
                rows="jobs where state = 'done' and error_code is null",
            ),
            told(
                "jobs that failed",
                events="kind = 'job.failed'",
                rows="jobs where state = 'done' and error_code is not null",
            ),
        ),
    ),
    Rule(
        "decisions",
        "select format('%s decided of %s cases', count(decided_on), count(*)) from cases",
        any_of(
            told(
                "a decision",
                events="kind like 'case.decided.%'",
                rows="(select id as case_id from cases where decided_on is not null) d",
            ),
            """
            select format('order number %s was given %s times', order_number, count(*)) from cases
            where order_number is not null group by order_number having count(*) > 1
            """,
        ),
    ),
    Rule(
        "register entries",
        "select format('%s entries', count(*)) from register_entries",
        any_of(
            """
            select format('register %s: an entry of case %s, which was not granted', e.register, c.number)
            from register_entries e join cases c on c.id = e.case_id
            where c.decided_on is null or c.reason not in ('granted', 'noted')
            """,
            """
            select format('register %s, case %s: the entry cites another order', e.register, c.number)
            from register_entries e join cases c on c.id = e.case_id
            where e.order_number is distinct from c.order_number and not exists
                (select from act_changes a where a.case_id = c.id
                 and a.order_number is not distinct from e.order_number)
            """,
            """
            select format('register %s: the place of a person in the country is held without an entry',
                          h.register)
            from national_holdings h where not exists
                (select from register_entries e where e.id = h.entry_id and e.person_id = h.person_id)
            """,
            """
            select format('register %s: an entry was corrected and not replaced', k.register)
            from register_corrections k join register_entries e on e.id = k.entry_id
            where k.outcome = 'approved' and e.superseded_by is distinct from k.corrected_id
            """,
            told(
                "register entries",
                events=_telling_of("register_entries"),
                rows="register_entries",
            ),
            told("register notes", events=_telling_of("register_notes"), rows="register_notes"),
        ),
    ),
    Rule(
        "letters",
        "select format('%s letters, %s mailed', count(*), count(mailed_at)) from letters",
        any_of(
            told("letters", events="kind = 'letter.sent'", rows="letters"),
            """
            select format('letter %s of case %s was queued for mailing %s times', l.id, c.number, q.n)
            from letters l join cases c on c.id = l.case_id
            join (select args->>'letter_id' as id, count(*) as n from procrastinate_jobs
                  where task_name = 'send_mail' group by 1) q on q.id = l.id::text
            where q.n > 1
            """,
            f"""
            select format('letter %s of case %s was not mailed and nothing will mail it', l.id, c.number)
            from letters l join cases c on c.id = l.case_id
            where l.copied_by is null and not exists
                (select from procrastinate_jobs q
                 where {LIVE.format("send_mail")} and q.args->>'letter_id' = l.id::text)
            """,
        ),
    ),
    Rule(
        "staff notices",
        "select format('%s notices, %s mailed', count(*), count(mailed_at)) from staff_notices",
        any_of(
            f"""
            select format('a notice of case %s was not mailed and nothing will mail it', c.number)
            from staff_notices n join cases c on c.id = n.case_id join people p on p.id = n.person_id
            where n.mailed_at is null and p.email is not null and not exists
                (select from procrastinate_jobs q
                 where {LIVE.format("send_notice")} and q.args->>'notice_id' = n.id::text)
            """,
            """
            select format('case %s: somebody was told %s times of one thing', c.number, count(*))
            from staff_notices n join cases c on c.id = n.case_id
            group by c.number, n.person_id, n.kind, n.clock, n.share, n.last_day having count(*) > 1
            """,
        ),
    ),
    Rule(
        "rendered documents",
        "select format('%s documents', count(*)) from documents where kind not in ('upload', 'package')",
        told(
            "rendered documents",
            events="kind = 'document.rendered'",
            # What was signed has a signing instead, and so has the act that was sealed.
            rows="documents where kind not in ('upload', 'package') and digest not in"
            " (select document from signings where document is not null"
            " union all select sealed from signings where sealed is not null)",
        ),
    ),
    *incident_invariants.RULES,
    *money_rules.RULES,
    *cash_rules.RULES,
    *asset_rules.RULES,
    *budget_rules.RULES,
    *collective_rules.RULES,
    *signing_rules.RULES,
)


def counted(tx: Transaction, rule: Rule) -> str:
    return str(tx.scalar(rule.counted))


def differences(tx: Transaction, rule: Rule) -> tuple[str, ...]:
    """Return the sentences of what is wrong, in a stable order."""
    return tuple(sorted(row[0] for row in tx.all(rule.differences)))
