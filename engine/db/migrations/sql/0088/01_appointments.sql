-- When somebody comes to a community centre, and what for. Who works there sees the day through a function.
create table appointments (
    id uuid primary key,
    center int not null references centers,
    on_day date not null,
    at_time time not null,
    person_id bigint references people, -- null: the operator wrote it down for somebody
    name text not null default '',
    phone text not null default '',
    what text not null,
    made_by bigint not null references people,
    made_at timestamptz not null,
    cancelled_at timestamptz,
    came_at timestamptz,
    check ((person_id is null) = (name <> ''))
);
create unique index appointments_once on appointments (center, on_day, at_time) where cancelled_at is null;
create unique index appointments_of_person on appointments (person_id, on_day) where cancelled_at is null;
grant select, insert, update (cancelled_at, came_at), delete on appointments to mms_app;
alter table appointments enable row level security;
create policy own on appointments for select using (person_id = (select my_person()));
create policy system_writes on appointments using ((select is_system())) with check ((select is_system()));

create function center_appointments(p_center int, p_day date, p_today date)
returns table (id uuid, at_time time, given_name jsonb, family_name jsonb, name text, phone text, what text,
               is_cancelled boolean, has_come boolean)
language sql stable security definer set search_path = public, pg_temp as $$
    select a.id, a.at_time, p.given_name, p.family_name, a.name, a.phone, a.what, a.cancelled_at is not null,
           a.came_at is not null
    from appointments a left join people p on p.id = a.person_id
    where a.center = p_center and a.on_day = p_day
      and exists (select from role_grants g where g.person_id = my_writer() and g.center = p_center
                  and g.valid_from <= p_today and (g.valid_until is null or g.valid_until > p_today))
    order by a.at_time, a.made_at
$$;
-- What is taken, for whoever looks for a free time: not by whom.
create function taken_times(p_center int, p_day date) returns setof time
language sql stable security definer set search_path = public, pg_temp as $$
    select at_time from appointments where center = p_center and on_day = p_day and cancelled_at is null
$$;
revoke execute on function center_appointments(int, date, date), taken_times(int, date) from public;
grant execute on function center_appointments(int, date, date), taken_times(int, date) to mms_app;
