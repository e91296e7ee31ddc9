-- When a centre takes people by appointment, from a day on: the weekdays with their times, how long one takes, how many at
-- once. Without an entry none are taken. Of entries for the same day the one entered last counts.
create table center_hours (
    id bigint generated always as identity primary key,
    center int not null references centers,
    valid_from date not null,
    days jsonb not null, -- {"1": ["10:00", "17:00"]}: Monday is 1
    minutes smallint not null check (minutes between 5 and 240),
    places smallint not null check (places between 1 and 20),
    recorded_by bigint not null references people,
    recorded_at timestamptz not null
);
create index center_hours_by_day on center_hours (center, valid_from desc, id desc);
-- Single days on which a centre is closed, and that it is open after all.
create table center_days (
    id bigint generated always as identity primary key,
    center int not null references centers,
    on_day date not null,
    is_closed boolean not null,
    why text not null check (why ~ '\S'),
    recorded_by bigint not null references people,
    recorded_at timestamptz not null
);
create index center_days_by_day on center_days (center, on_day, id desc);
grant select, insert on center_hours, center_days to mms_app;
alter table center_hours enable row level security;
alter table center_days enable row level security;
do $$ declare t text; begin
    foreach t in array array['center_hours', 'center_days'] loop
        execute format('create policy readable on %I for select using (true)', t);
        execute format('create policy system_writes on %I using ((select is_system())) with check ((select is_system()))', t);
    end loop;
end $$;

alter table appointments add column place smallint not null default 1;
drop index appointments_once;
create unique index appointments_once on appointments (center, on_day, at_time, place) where cancelled_at is null;
drop function taken_times(int, date);
-- How many places are taken, for whoever looks for a free time: not by whom.
create function taken_places(p_center int, p_day date) returns table (at_time time, taken bigint)
language sql stable security definer set search_path = public, pg_temp as $$
    select a.at_time, count(*) from appointments a
    where a.center = p_center and a.on_day = p_day and a.cancelled_at is null group by a.at_time
$$;
revoke execute on function taken_places(int, date) from public;
grant execute on function taken_places(int, date) to mms_app;

-- What a citizen is told of an appointment, each once: it is tomorrow, or the centre is closed that day.
create table appointment_notices (
    id uuid primary key,
    appointment_id uuid not null references appointments on delete cascade,
    kind text not null check (kind in ('tomorrow', 'closed')),
    written_at timestamptz not null,
    told_by text check (told_by in ('email', 'sms', 'portal', 'unreachable', 'seen')),
    unique (appointment_id, kind)
);
grant select, insert, update (told_by), delete on appointment_notices to mms_app;
alter table appointment_notices enable row level security;
create policy system_only on appointment_notices using ((select is_system())) with check ((select is_system()));
