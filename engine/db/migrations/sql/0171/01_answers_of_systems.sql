-- When each other system last answered, and since when it does not: what every process has seen, for `/health`.
create table system_answers (
    system text primary key,
    answered_at timestamptz,
    away_since timestamptz,
    reason text
);
alter table system_answers enable row level security;

create function note_answer(p_system text, p_reason text, p_now timestamptz) returns void
language sql volatile security definer set search_path = public, pg_temp as $$
    insert into system_answers as a (system, answered_at, away_since, reason)
    values (p_system, case when p_reason is null then p_now end, case when p_reason is not null then p_now end, p_reason)
    on conflict (system) do update set
        answered_at = coalesce(excluded.answered_at, a.answered_at),
        away_since = case when excluded.reason is null then null else coalesce(a.away_since, excluded.away_since) end,
        reason = excluded.reason
$$;

create function answers_of_systems()
returns table (system text, answered_at timestamptz, away_since timestamptz, reason text)
language sql stable security definer set search_path = public, pg_temp as $$
    select a.system, a.answered_at, a.away_since, a.reason from system_answers a order by a.system
$$;
revoke execute on function note_answer(text, text, timestamptz), answers_of_systems() from public;
grant execute on function note_answer(text, text, timestamptz), answers_of_systems() to mms_app;
