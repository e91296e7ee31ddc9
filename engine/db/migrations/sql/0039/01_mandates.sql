-- A company is a party as a person is: it applies, has cases and registers, and never signs in.
alter table people drop constraint people_check;
alter table people
    add column company_number text unique check (company_number ~ '\A[0-9]{9}\Z'),
    add check (num_nonnulls(personal_number, claimed_number, company_number) = 1);
create or replace function person_names(ids bigint[]) returns table (id bigint, names jsonb)
language sql stable security definer set search_path = public, pg_temp as $$
    select p.id, jsonb_build_object('ka', btrim((p.given_name->>'ka') || ' ' || (p.family_name->>'ka')),
                                    'en', btrim((p.given_name->>'en') || ' ' || (p.family_name->>'en')))
    from people p where p.id = any (ids)
$$;

-- Who represents whom, as a register said last. `bar` is what the register itself names against acting, `areas`
-- what it limits the mandate to (null is everything). A mandate that the register does not name any more has ended.
create table mandates (
    id uuid primary key,
    representative_id bigint not null references people,
    represented_id bigint not null references people check (represented_id <> representative_id),
    kind text not null check (kind in ('parent', 'guardian', 'supporter', 'director')),
    register text not null,
    reference text not null,      -- the register's number of its answer
    digest text not null,         -- of the answer, byte by byte
    ground jsonb not null,
    bar text check (bar in ('custody_lost', 'joint', 'supports_only', 'company_gone')),
    areas text[],
    valid_from date not null,
    valid_until date,
    answered_at timestamptz not null,
    ended_at timestamptz,
    unique (representative_id, represented_id, kind)
);
create index mandates_of_represented on mandates (represented_id);
-- When a register was asked about somebody, also where it named nobody.
create table mandate_answers (
    representative_id bigint not null references people,
    register text not null,
    answered_at timestamptz not null,
    primary key (representative_id, register)
);
alter table sessions add column mandate_id uuid references mandates;

-- The principal's person is a number, or `number/mandate/day`: somebody who acts for another. Then what belongs to a
-- person belongs to the one who is represented, as long as the mandate holds on that day; else to nobody.
create function mandate_in_use() returns mandates
language sql stable security definer set search_path = public, pg_temp as $$
    select m.* from mandates m, string_to_array(current_setting('mms.person', true), '/') said
    where m.id = said[2]::uuid and m.representative_id = said[1]::bigint and m.ended_at is null and m.bar is null
      and m.valid_from <= said[3]::date and (m.valid_until is null or m.valid_until > said[3]::date)
$$;
create function acts_for_another() returns boolean language sql stable parallel safe as
$$ select coalesce(current_setting('mms.person', true), '') like '%/%' $$;
create or replace function my_person() returns bigint language sql stable parallel safe as
$$ select case when current_setting('mms.person', true) like '%/%' then (mandate_in_use()).represented_id
               else nullif(current_setting('mms.person', true), '')::bigint end $$;
-- Whoever sits at the keyboard: their sessions, drafts, uploads and addresses are theirs, for whomever they act.
create function my_writer() returns bigint language sql stable parallel safe as
$$ select nullif(split_part(coalesce(current_setting('mms.person', true), ''), '/', 1), '')::bigint $$;
-- A mandate that is limited to areas shows cases of these areas and nothing else.
create function my_areas() returns text[] language sql stable as
$$ select case when acts_for_another() then (mandate_in_use()).areas end $$;
create function sees_some_cases() returns boolean language sql stable as
$$ select came_by_code() or my_areas() is not null $$;
grant execute on function mandate_in_use(), acts_for_another(), my_writer(), my_areas(), sees_some_cases() to mms_app;

alter table mandates enable row level security;
create policy concerned on mandates for select using (
    representative_id = (select my_writer()) or represented_id = (select my_writer()) or (select is_system()));
create policy system_writes on mandates using ((select is_system())) with check ((select is_system()));
grant select, insert on mandates to mms_app;
grant update (register, reference, digest, ground, bar, areas, valid_from, valid_until, answered_at, ended_at)
    on mandates to mms_app;
-- An act by a mandate holds its row to the commit, so that no answer ends it unseen meanwhile.
create function held_mandate(p_id uuid) returns setof mandates
language sql volatile security definer set search_path = public, pg_temp as $$
    select m.* from mandates m where m.id = p_id and m.representative_id = my_writer() for share
$$;
revoke execute on function held_mandate(uuid) from public;
grant execute on function held_mandate(uuid) to mms_app;
alter table mandate_answers enable row level security;
create policy concerned on mandate_answers for select using (
    representative_id = (select my_writer()) or (select is_system()));
create policy system_writes on mandate_answers using ((select is_system())) with check ((select is_system()));
grant select, insert, update on mandate_answers to mms_app;

-- Who filed for the applicant and on what ground; of which area the service is.
alter table cases add column representative jsonb, add column area text;
alter table submissions add column mandate jsonb; -- the register's answer that the filing rests on
