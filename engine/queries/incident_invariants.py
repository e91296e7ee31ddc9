"""Invariants between waiting tokens, what is on its way to them, and incidents."""

from __future__ import annotations

from engine.queries.rules import LIVE, Rule, any_of, told

RULES = (
    Rule(
        "messages",
        """
        select format('%s messages, %s kept', count(*), count(*) filter (where state = 'kept')) from messages
        """,
        any_of(
            told("received messages", events="kind = 'message.received'", rows="messages"),
            told(
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
            told(
                "received signals",
                events="kind = 'signal.received'",
                rows="signal_deliveries where state = 'delivered'",
            ),
            told(
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
        "proceedings asked for",
        "select format('%s asked for', count(*)) from procrastinate_jobs where task_name = 'open_proceeding'",
        """
        select format('case %s asked for another one, which was neither opened nor refused', q.args->>'since')
        from procrastinate_jobs q
        where q.task_name = 'open_proceeding' and q.status not in ('todo', 'doing')
          and not exists (select from command_keys k where k.key::text = q.args->>'key')
          and not exists (select from incidents i
                          where i.kind = 'proceeding' and i.subject::text = q.args->>'key')
        """,
    ),
    Rule(
        "registry events",
        "select format('%s events, followed in %s places', (select count(*) from registry_events), count(*))"
        " from registry_events_followed",
        """
        select format('event %s of the civil registry was not followed in %s', e.number, m.code)
        from procrastinate_jobs q join registry_events e on e.id::text = q.args->>'event_id'
        join municipalities m on m.id = (q.args->>'municipality_id')::int
        where q.task_name = 'follow_event' and q.status not in ('todo', 'doing')
          and not exists (select from registry_events_followed f
                          where f.event_id = e.id and f.municipality_id = m.id)
        """,
    ),
    Rule(
        "incidents",
        """
        select format('%s incidents, %s open', count(*), count(*) filter (where state = 'open'))
        from incidents
        """,
        any_of(
            told("incidents", events="kind = 'incident.opened'", rows="incidents"),
            told(
                "ended incidents",
                events="kind = 'incident.resolved'",
                # Where the case's own step ended it, that step is in the audit log.
                rows="incidents where how <> 'overtaken' and (kind, how) <> ('step', 'retried')",
            ),
            """
            select format('%s %s of case %s has stopped and no incident says so', s.kind, s.id, c.number)
            from (select 'job' as kind, id, case_id from jobs where state = 'incident'
                  union all select 'timer', id, case_id from timers where retry_at is not null) s
            join cases c on c.id = s.case_id where not exists (
                select from incidents i where i.subject = s.id and i.kind = s.kind and i.state = 'open')
            """,
            f"""
            select format('incident %s of case %s is open and its %s has not stopped', i.id, c.number, i.kind)
            from incidents i join cases c on c.id = i.case_id
            where i.state = 'open' and case i.kind
                when 'job' then not exists (select from jobs j where j.id = i.subject and (
                    j.state = 'incident' or j.state = 'queued' and i.retried_at is not null))
                when 'timer' then not exists (
                    select from timers t where t.id = i.subject and t.retry_at is not null)
                when 'message' then not exists (
                    select from messages m where m.id = i.subject and m.state = 'kept')
                when 'signal' then not exists (select from signal_deliveries d
                    where d.signal_id = i.subject and d.case_id = i.case_id and d.state = 'queued')
                when 'proceeding' then exists (select from command_keys k where k.key = i.subject)
                    and not exists (select from procrastinate_jobs q
                        where {LIVE.format("open_proceeding")} and q.args->>'key' = i.subject::text)
                else c.closed_at is not null end
            """,
        ),
    ),
)
