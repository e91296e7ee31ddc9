-- The locks of a case that begins to wait for messages: see lock_message.
create or replace function lock_awaited(p_case uuid, p_messages jsonb) returns void language sql volatile as $$
    select pg_advisory_xact_lock(lock) from (
        select distinct hashtextextended(t.name || chr(31) || k.key, 0) as lock
        from jsonb_to_recordset(p_messages) as t(name text, kind text, key text)
        cross join lateral (values (t.key), ((select c.number from cases c where c.id = p_case))) as k(key)
        where t.kind = 'message' order by 1) locks
$$;
