-- When each other system last answered, for `/health`.
create or replace function answers_of_systems()
returns table (system text, answered_at timestamptz, away_since timestamptz, reason text)
language sql stable security definer set search_path = public, pg_temp as $$
    select a.system, a.answered_at, a.away_since, a.reason from system_answers a order by a.system
$$;
revoke execute on function answers_of_systems from public;
grant execute on function answers_of_systems to mms_app;
