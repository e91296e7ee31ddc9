-- A timer belongs to a token of the diagram or to a clock: its end, or with a share the next reminder of it.
-- Whoever fires it claims it for a while first.
alter table timers add column clock text, add column share smallint,
    add column claimed_until timestamptz;
update timers set clock = 'case' where token is null;
alter table timers drop constraint timers_case_id_token_key;
alter table timers add check ((token is null) = (clock is not null)), add check (share is null or clock is not null);
create unique index timers_once on timers (case_id, token, clock, (share is not null)) nulls not distinct;
-- Claiming changes no column that is indexed, so there is room to do it in place.
alter table timers set (fillfactor = 85);

drop function due_timers(timestamptz, int);
-- Sweeps see due timers of every municipality, and nothing else of them. Several sweeps get different ones.
create function claim_due_timers(p_now timestamptz, p_until timestamptz, p_limit int)
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
grant execute on function claim_due_timers(timestamptz, timestamptz, int) to mms_app;
