"""What must hold between the tables, as statements that find where it does not.

A rule is a count and a statement whose rows are differences, each one sentence in the first
column. Refuses to change anything. What SQL can't say is judged in `engine.reconcile`.
"""

from __future__ import annotations

from dataclasses import dataclass

from engine.db.pool import Transaction


@dataclass(frozen=True)
class Rule:
    """An invariant that one statement can check."""

    name: str
    counted: str
    differences: str


def _told(what: str, *, events: str, rows: str) -> str:
    """Return the statement that compares, case by case, what the timeline tells with what there is."""
    return f"""
    select format('case %s: %s events tell of {what}, %s exist', c.number, coalesce(e.n, 0), coalesce(r.n, 0))
    from cases c
    left join (select case_id, count(*) as n from events where {events} group by case_id) e
        on e.case_id = c.id
    left join (select case_id, count(*) as n from {rows} group by case_id) r on r.case_id = c.id
    where coalesce(e.n, 0) <> coalesce(r.n, 0)
    """


def any_of(*statements: str) -> str:
    return " union all ".join(f"({statement})" for statement in statements)


FILED = """
(select key, (result->>'case_id')::uuid as case_id, result->>'number' as number from
    (select key, convert_from(result, 'UTF8')::jsonb->'content' as result
     from command_keys where command = 'FileApplication') f)
"""
LIVE = "task_name = '{}' and status in ('todo', 'doing')"

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
            _told("opened tasks", events="kind = 'task.opened'", rows="tasks"),
            _told("completed tasks", events="kind = 'task.completed'", rows="tasks where state = 1"),
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
            where coalesce(q.n, 0) > 1 or j.state = 'queued' and q.n is null
            """,
            """
            select format('entry %s of the queue names a job that does not exist', q.id)
            from procrastinate_jobs q where q.task_name = 'run_job'
            and not exists (select from jobs j where j.id::text = q.args->>'job_id')
            """,
            _told(
                "jobs that came back",
                events="kind = 'job.completed'",
                rows="jobs where state = 'done' and error_code is null",
            ),
            _told(
                "jobs that failed",
                events="kind = 'job.failed'",
                rows="jobs where state = 'done' and error_code is not null",
            ),
        ),
    ),
    Rule(
        "messages",
        """
        select format('%s messages, %s kept', count(*), count(*) filter (where state = 'kept')) from messages
        """,
        any_of(
            _told("received messages", events="kind = 'message.received'", rows="messages"),
            _told(
                "sent messages",
                events="kind = 'message.sent'",
                rows="(select sent_by as case_id from messages) m",
            ),
            f"""
            select format('case %s waits for message %s and nothing will bring it', c.number, m.id)
            from messages m join messages_awaited a on a.municipality_id = m.municipality_id
                and a.kind = 'message' and a.name = m.name and a.awaited_at <= m.expires_at
            join cases c on c.id = a.case_id
            where m.state = 'kept' and m.correlation_key in (a.correlation_key, c.number)
              and not exists (select from incidents i where i.subject = m.id and i.state = 'open')
              and not exists (select from procrastinate_jobs q
                  where {LIVE.format("deliver_message")} and q.args->>'message_id' = m.id::text)
            """,
        ),
    ),
    Rule(
        "signals",
        """
        select format('%s deliveries of %s signals', count(*), count(distinct signal_id))
        from signal_deliveries
        """,
        any_of(
            _told(
                "received signals",
                events="kind = 'signal.received'",
                rows="signal_deliveries where state = 'delivered'",
            ),
            _told(
                "thrown signals",
                events="kind = 'signal.thrown'",
                rows="(select thrown_by as case_id from signals) s",
            ),
            f"""
            select format('signal %s is queued for case %s and nothing will bring it', d.signal_id, c.number)
            from signal_deliveries d join cases c on c.id = d.case_id
            where d.state = 'queued'
              and not exists (select from incidents i where i.subject = d.signal_id and i.case_id = d.case_id
                              and i.state = 'open')
              and not exists (select from procrastinate_jobs q
                  where {LIVE.format("deliver_signal")} and q.args->>'signal_id' = d.signal_id::text
                    and q.args->>'case_id' = d.case_id::text)
            """,
        ),
    ),
    Rule(
        "decisions",
        "select format('%s decided of %s cases', count(decided_on), count(*)) from cases",
        any_of(
            _told(
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
            where c.decided_on is null or c.reason is distinct from 'granted'
            """,
            """
            select format('register %s, case %s: the entry cites another order', e.register, c.number)
            from register_entries e join cases c on c.id = e.case_id
            where e.order_number is distinct from c.order_number
            """,
            """
            select format('register %s: the place of a person in the country is held without an entry',
                          h.register)
            from national_holdings h where not exists
                (select from register_entries e where e.id = h.entry_id and e.person_id = h.person_id)
            """,
            _told("register entries", events="kind = 'register.entered'", rows="register_entries"),
        ),
    ),
    Rule(
        "letters",
        "select format('%s letters, %s mailed', count(*), count(mailed_at)) from letters",
        any_of(
            _told("letters", events="kind = 'letter.sent'", rows="letters"),
            """
            select format('letter %s of case %s was queued for mailing %s times', l.id, c.number, q.n)
            from letters l join cases c on c.id = l.case_id
            join (select args->>'letter_id' as id, count(*) as n from procrastinate_jobs
                  where task_name = 'send_mail' group by 1) q on q.id = l.id::text
            where q.n > 1
            """,
            f"""
            select format('letter %s of case %s was not mailed and nothing will mail it', l.id, c.number)
            from letters l join cases c on c.id = l.case_id join people p on p.id = l.applicant_id
            where l.mailed_at is null and p.email is not null and not exists
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
        "select format('%s documents', count(*)) from documents where kind <> 'upload'",
        _told(
            "rendered documents",
            events="kind = 'document.rendered'",
            rows="documents where kind <> 'upload'",
        ),
    ),
)


def counted(tx: Transaction, rule: Rule) -> str:
    return str(tx.scalar(rule.counted))


def differences(tx: Transaction, rule: Rule) -> tuple[str, ...]:
    """Return the sentences of what is wrong, in a stable order."""
    return tuple(sorted(row[0] for row in tx.all(rule.differences)))
