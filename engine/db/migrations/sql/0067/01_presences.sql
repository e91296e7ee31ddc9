-- Who works at a community centre works for it, and for no municipality: its cases are those that were filed there.
alter table role_grants
    add column center int references centers,
    drop constraint held_once,
    add constraint held_once exclude using gist (
        person_id with =, (coalesce(municipality_id, 0)) with =, role with =, (coalesce(unit_code, '')) with =,
        (coalesce(center, 0)) with =, daterange(valid_from, valid_until) with &&);

-- An operator acts for somebody who stands at the desk: for minutes, by a proof, and at one centre.
do $$ begin
    execute (select format('alter table mandates drop constraint %I', conname) from pg_constraint
             where conrelid = 'mandates'::regclass and contype = 'c' and pg_get_constraintdef(oid) like '%paper%');
end $$;
alter table mandates
    add check ((kind in ('attorney', 'presence')) = (paper <> '')),
    drop constraint mandates_kind_check,
    add constraint mandates_kind_check
        check (kind in ('parent', 'guardian', 'supporter', 'director', 'attorney', 'presence')),
    add column ends_at timestamptz,
    add column center int references centers,
    add constraint mandates_presence_check
        check ((kind = 'presence') = (ends_at is not null) and (kind = 'presence') = (center is not null));
create index mandates_of_center on mandates (center, valid_from) where center is not null;
alter table cases add column center int references centers; -- at whose desk it was filed
create index cases_of_center on cases (center, filed_at) where center is not null;

-- By a presence nothing of a person is shown that a policy does not name here: `my_person()` is nobody then.
create function my_center() returns int language sql stable as
$$ select case when acts_for_another() then (mandate_in_use()).center end $$;
create function my_visitor() returns bigint language sql stable as
$$ select case when acts_for_another() then (select m.represented_id from mandate_in_use() m where m.kind = 'presence') end $$;
create or replace function my_person() returns bigint language sql stable parallel safe as
$$ select case when current_setting('mms.person', true) like '%/%'
               then (select m.represented_id from mandate_in_use() m where m.kind <> 'presence')
               else nullif(current_setting('mms.person', true), '')::bigint end $$;
grant execute on function my_center(), my_visitor() to mms_app;
do $$ declare t text; begin
    foreach t in array array['tasks', 'letters', 'case_messages'] loop
        execute format('create policy at_desk on %I using (
            (select my_center()) is not null and exists (select from cases c where c.id = case_id))', t);
    end loop;
end $$;
-- What a step of a case may do for its applicant it may do for one at the desk.
do $$ declare f text; begin
    foreach f in array array['throw_signal', 'ask_budget'] loop
        execute (select replace(pg_get_functiondef(oid), 'my_person()', 'coalesce(my_person(), my_visitor())')
                 from pg_proc where proname = f);
    end loop;
end $$;
create policy at_desk on cases using (applicant_id = (select my_visitor()) and center = (select my_center()));
create policy at_desk on number_series using ((select my_visitor()) is not null);
alter policy own on drafts using (
    person_id = (select my_writer())
    and (not (select acts_for_another()) or on_behalf_of = coalesce((select my_person()), (select my_visitor()))::text));

-- What a centre's day holds, for those who work there today.
create function center_day(p_center int, p_from timestamptz, p_until timestamptz, p_today date)
returns table (id uuid, number text, version_id int, municipality jsonb, applicant jsonb, status text, filed_at timestamptz,
               representative jsonb, waits boolean)
language sql stable security definer set search_path = public, pg_temp as $$
    select c.id, c.number, c.version_id, m.names, c.applicant_name, c.status, c.filed_at, c.representative,
           exists (select from tasks t where t.case_id = c.id and t.state = 0 and t.person_id is not null)
    from cases c join municipalities m on m.id = c.municipality_id
    where c.center = p_center and c.filed_at >= p_from and c.filed_at < p_until
      and exists (select from role_grants g where g.person_id = my_writer() and g.center = p_center
                  and g.valid_from <= p_today and (g.valid_until is null or g.valid_until > p_today))
    order by c.filed_at desc
$$;
revoke execute on function center_day(int, timestamptz, timestamptz, date) from public;
grant execute on function center_day(int, timestamptz, timestamptz, date) to mms_app;
