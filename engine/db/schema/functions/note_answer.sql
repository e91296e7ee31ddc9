-- Notes that another system has answered, or why it has not.
create or replace function note_answer(p_system text, p_reason text, p_now timestamptz) returns void
language sql volatile security definer set search_path = public, pg_temp as $$
    insert into system_answers as a (system, answered_at, away_since, reason)
    values (p_system, case when p_reason is null then p_now end, case when p_reason is not null then p_now end, p_reason)
    on conflict (system) do update set
        answered_at = coalesce(excluded.answered_at, a.answered_at),
        away_since = case when excluded.reason is null then null else coalesce(a.away_since, excluded.away_since) end,
        reason = excluded.reason
$$;
revoke execute on function note_answer from public;
grant execute on function note_answer to mms_app;
