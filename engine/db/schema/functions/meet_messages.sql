-- Queues the delivery of kept messages for a case that has begun to wait. It sees the messages of the case's
-- municipality whoever takes the step; nothing of them is returned.
create or replace function meet_messages(p_case uuid, p_municipality smallint, p_messages jsonb, p_now timestamptz)
returns void language sql volatile security definer set search_path = public, pg_temp as $$
    select procrastinate_defer_jobs_v1(array_agg(row(
        'cases', 'deliver_message', 0, 'messages-of:' || p_case, null,
        jsonb_build_object('message_id', found.id, 'municipality_id', p_municipality), null
    )::procrastinate_job_to_defer_v1 order by found.published_at, found.id))
    from (
        select distinct m.id, m.published_at
        from jsonb_to_recordset(p_messages) as t(name text, kind text, key text)
        join messages m on m.municipality_id = p_municipality and m.name = t.name and m.state = 'kept'
            and m.correlation_key in (t.key, (select c.number from cases c where c.id = p_case))
            and m.expires_at >= p_now
        where t.kind = 'message') found
    having count(*) > 0
$$;
