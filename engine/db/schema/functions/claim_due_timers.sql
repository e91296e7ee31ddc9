-- Sweeps see due timers of every municipality, and nothing else of them. Several sweeps get different ones.
create or replace function claim_due_timers(p_now timestamptz, p_until timestamptz, p_limit int)
returns table (id uuid, municipality_id smallint) language sql volatile security definer
set search_path = public, pg_temp as $$
    with due as (
        select t.id, t.due_at from timers t
        where t.due_at <= p_now and coalesce(t.claimed_until, '-infinity') <= p_now
          and coalesce(t.retry_at, '-infinity') <= p_now
        order by t.due_at limit p_limit for update skip locked
    ), claimed as (
        update timers t set claimed_until = p_until from due where t.id = due.id
        returning t.id, t.municipality_id, t.due_at
    )
    select c.id, c.municipality_id from claimed c order by c.due_at, c.id
$$;
grant execute on function claim_due_timers to mms_app;
