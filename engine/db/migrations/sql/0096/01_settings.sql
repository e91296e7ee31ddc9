-- What is set for a municipality from a day on: its letterhead, how far MMS is rolled out there. Entries are only added; of
-- those that have begun by a day the one entered last counts. What an installation begins with rests on no act.
create table municipality_settings (
    id bigint generated always as identity primary key,
    municipality_id smallint not null references municipalities,
    name text not null check (name in ('letterhead', 'rollout')),
    content jsonb not null,
    valid_from date not null,
    act text check (act ~ '\S'),
    recorded_by bigint references people,
    recorded_at timestamptz not null,
    check ((act is null) = (recorded_by is null))
);
create index municipality_settings_by_place on municipality_settings (municipality_id, name, id desc);
grant select, insert on municipality_settings to mms_app;
alter table municipality_settings enable row level security;
create policy readable on municipality_settings for select using (true);
create policy system_writes on municipality_settings using ((select is_system())) with check ((select is_system()));
create trigger reference_changed after insert or update or delete or truncate on municipality_settings
    for each statement execute function reference_changed();

create function municipality_setting(p_municipality int, p_name text, p_on date) returns jsonb
language sql stable set search_path = public, pg_temp as $$
    select content from municipality_settings
    where municipality_id = p_municipality and name = p_name and valid_from <= p_on order by id desc limit 1
$$;
grant execute on function municipality_setting(int, text, date) to mms_app;

insert into municipality_settings (municipality_id, name, content, valid_from, recorded_at)
select id, 'letterhead', data->'letterhead', date '2024-01-01', timestamptz '2024-01-01 00:00+04' from municipalities where data ? 'letterhead'
union all
select id, 'rollout', jsonb_build_object('state', case when (data->>'mms')::boolean then 'live' else 'outside' end),
    date '2024-01-01', timestamptz '2024-01-01 00:00+04' from municipalities where data ? 'mms';
update municipalities set data = data - array['letterhead', 'mms', 'modules', 'units'];
