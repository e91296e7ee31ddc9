-- The runtime role owns nothing, and foreign equals absent. Whoever prepared the server has made it: the owner of
-- a schema may make no roles.
grant usage on schema public to mms_app;
grant select, insert on all tables in schema public to mms_app;
-- What is filed, published, entered or noted is never changed: there is no right to do it.
grant update on municipalities, units, settlements, centers, people, sessions, cases, drafts, clocks, clock_pauses,
    number_series, tasks, timers, jobs, documents, letters, streams, command_keys to mms_app;
grant update (superseded_by) on register_entries to mms_app;
grant delete on timers, drafts, messages_awaited to mms_app;
grant update on procrastinate_jobs, procrastinate_events, procrastinate_workers, procrastinate_periodic_defers to mms_app;
grant delete on procrastinate_jobs, procrastinate_events, procrastinate_workers, procrastinate_periodic_defers to mms_app;
grant usage on all sequences in schema public to mms_app;
revoke all on national_holdings from mms_app;
revoke insert on alembic_version from mms_app;
grant execute on all functions in schema public to mms_app;

-- Reference data and published services: everyone reads, the system writes.
do $$ declare t text; begin
    foreach t in array array['municipalities', 'units', 'settlements', 'module_switches', 'centers',
                             'holidays', 'parameters', 'service_versions', 'service_files'] loop
        execute format('alter table %I enable row level security', t);
        execute format('create policy readable on %I for select using (true)', t);
        execute format('create policy system_writes on %I using ((select is_system())) with check ((select is_system()))', t);
    end loop;
end $$;

-- Cases: the municipality that decides, and the applicant.
alter table cases enable row level security;
create policy principal on cases using (
    municipality_id = any ((select my_municipalities())::int[]) or applicant_id = (select my_person()));

alter table tasks enable row level security;
create policy principal on tasks using (
    municipality_id = any ((select my_municipalities())::int[]) or applicant_id = (select my_person()));

alter table letters enable row level security;
create policy principal on letters using (
    municipality_id = any ((select my_municipalities())::int[]) or applicant_id = (select my_person()));

-- Parts of a case: visible with it.
do $$ declare t text; begin
    foreach t in array array['submissions', 'clocks', 'clock_pauses', 'timers', 'jobs', 'messages_awaited',
                             'events', 'event_bodies'] loop
        execute format('alter table %I enable row level security', t);
        execute format('create policy with_case on %I using (exists (select from cases c where c.id = case_id))', t);
    end loop;
end $$;

alter table documents enable row level security;
create policy principal on documents using (
    municipality_id = any ((select my_municipalities())::int[]) and case_id is not null
    or owner_id = (select my_person())
    or exists (select from cases c where c.id = case_id));

-- A citizen's own act may make an entry only through the municipality's case.
alter table register_entries enable row level security;
create policy principal on register_entries using (
    municipality_id = any ((select my_municipalities())::int[]) or person_id = (select my_person()));

alter table number_series enable row level security;
create policy principal on number_series using (
    municipality_id = any ((select my_municipalities())::int[]) or (select my_person()) is not null);

alter table drafts enable row level security;
create policy own on drafts using (person_id = (select my_person()));

-- People: oneself, colleagues, applicants of visible cases; sign-in and loading act as the system.
alter table people enable row level security;
create policy principal on people using (
    id = (select my_person()) or (select is_system())
    or exists (select from role_grants g where g.person_id = people.id)
    or exists (select from cases c where c.applicant_id = people.id));

alter table role_grants enable row level security;
create policy principal on role_grants using (
    person_id = (select my_person()) or (select is_system())
    or municipality_id = any ((select my_municipalities())::int[]));

alter table sessions enable row level security;
create policy system_only on sessions using ((select is_system()));

alter table streams enable row level security;
create policy append on streams using (true);
alter table stream_events enable row level security;
create policy append on stream_events for insert with check (true);
create policy read_own on stream_events for select using (
    (select is_system()) or stream = 'sign-ins/' || (select my_person())
    or exists (select from cases c where stream = 'reads/' || c.id));

alter table command_keys enable row level security;
create policy own on command_keys using (
    actor = case when (select is_system()) then 'system' else 'person:' || coalesce((select my_person())::text, 'None') end);

-- Who signed whose step is shown with the case even where the colleague has left.
create function person_names(ids bigint[]) returns table (id bigint, names jsonb)
language sql stable security definer set search_path = public, pg_temp as $$
    select p.id, jsonb_build_object('ka', (p.given_name->>'ka') || ' ' || (p.family_name->>'ka'),
                                    'en', (p.given_name->>'en') || ' ' || (p.family_name->>'en'))
    from people p where p.id = any (ids)
$$;

-- Sweeps see due work of every municipality, and nothing else of it.
create function due_timers(p_now timestamptz, p_limit int)
returns table (id uuid, municipality_id smallint) language sql stable security definer
set search_path = public, pg_temp as $$
    select t.id, t.municipality_id from timers t where t.due_at <= p_now order by t.due_at, t.id limit p_limit
$$;

grant execute on function person_names(bigint[]), due_timers(timestamptz, int) to mms_app;
