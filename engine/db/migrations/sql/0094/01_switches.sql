-- What a municipality offers: modules and single services, on or off in a period. Entries are only added; of several that
-- hold on a day the one entered last counts, so a plan is changed by entering another.
alter table module_switches rename to switches;
alter table switches rename column module to code; -- a module, or a service as module.service
alter table switches drop constraint module_switches_pkey;
alter table switches
    add column id bigint generated always as identity primary key,
    add column is_on boolean not null default true,
    add column act text check (act ~ '\S'),
    add column recorded_by bigint references people,
    add column recorded_at timestamptz,
    add constraint switches_period check (valid_until > valid_from),
    -- What an installation begins with rests on no act and was entered by nobody.
    add constraint switches_ground check ((act is null) = (recorded_by is null));
update switches set recorded_at = valid_from::timestamptz;
alter table switches alter column recorded_at set not null, alter column is_on drop default;
create index switches_by_place on switches (municipality_id, code, id desc);

-- A service is offered while its module is on and nobody has switched off the service itself.
create function is_offered(p_municipality int, p_service text, p_on date) returns boolean
language sql stable set search_path = public, pg_temp as $$
    select bool_and(coalesce((
        select s.is_on from switches s where s.municipality_id = p_municipality and s.code = c.code
          and s.valid_from <= p_on and (s.valid_until is null or s.valid_until > p_on)
        order by s.id desc limit 1), c.code = p_service))
    from unnest(array[split_part(p_service, '.', 1), p_service]) as c (code)
$$;
grant execute on function is_offered(int, text, date) to mms_app;
