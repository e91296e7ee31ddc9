-- Who files without an account says who they are, and nobody has checked it: such a person is no person of the
-- register of people, can't be found by a number, and never meets the cases of whoever they say they are.
alter table people
    alter column personal_number drop not null,
    add column claimed_number text check (claimed_number ~ '\A[0-9]{11}\Z'),
    add check ((personal_number is null) = (claimed_number is not null));
create or replace view open_cases with (security_invoker = true) as
select c.id, c.municipality_id, m.code as municipality_code, m.names as municipality_names, c.number,
       c.service_code, c.version_id, c.applicant_id, coalesce(p.personal_number, p.claimed_number) as personal_number,
       p.given_name, p.family_name, p.email,
       p.phone, c.language, c.channel, c.status, c.reason, c.order_number, c.decided_on, c.filed_at,
       c.closed_at, c.due_at, c.version, c.state, c.document, c.event_count, c.chain_head,
       exists (select from clocks k where k.case_id = c.id and k.state <> 'stopped') as has_open_clock
from cases c join municipalities m on m.id = c.municipality_id join people p on p.id = c.applicant_id;

alter table sessions drop constraint sessions_assurance_check,
    add check (assurance in ('card', 'code', 'guest'));
alter table submissions drop constraint submissions_assurance_check,
    add check (assurance in ('card', 'code', 'guest'));
alter table one_time_codes drop constraint one_time_codes_purpose_check,
    add check (purpose in ('sign_in', 'bind', 'guest'));
create or replace function came_by_code() returns boolean language sql stable parallel safe as
$$ select coalesce(current_setting('mms.system', true), '') in ('code', 'guest') $$;

-- The code by which a case is followed without an account; the code itself is derived anew and never stored.
create table tracking_codes (
    digest bytea primary key,
    case_id uuid not null unique references cases,
    municipality_id smallint not null references municipalities
);
alter table tracking_codes enable row level security;
create policy system_only on tracking_codes using ((select is_system())) with check ((select is_system()));
grant select, insert, delete on tracking_codes to mms_app;

create table tracking_tries (network_mac bytea not null, at timestamptz not null);
create index tracking_tries_by_network on tracking_tries (network_mac, at);
alter table tracking_tries enable row level security;
create policy system_only on tracking_tries using ((select is_system())) with check ((select is_system()));
grant select, insert, delete on tracking_tries to mms_app;

-- A case becomes that of the person who had filed it as a guest: everywhere where a table names the applicant.
create function give_case_to(p_case uuid, p_person bigint) returns boolean
language plpgsql security definer set search_path = public, pg_temp as $$
declare t text; v_guest bigint; v_name jsonb;
begin
    if not is_system() then return false; end if;
    select c.applicant_id into v_guest from cases c join people g on g.id = c.applicant_id
        join people p on p.id = p_person and p.personal_number = g.claimed_number
        where c.id = p_case for update of c;
    if v_guest is null then return false; end if;
    select jsonb_build_object('ka', (p.given_name->>'ka') || ' ' || (p.family_name->>'ka'),
                              'en', (p.given_name->>'en') || ' ' || (p.family_name->>'en')) into v_name
        from people p where p.id = p_person;
    update cases set applicant_id = p_person, applicant_name = v_name where id = p_case;
    for t in select c.table_name from information_schema.columns c join information_schema.tables i
            using (table_schema, table_name)
            where c.table_schema = 'public' and c.column_name = 'applicant_id' and i.table_type = 'BASE TABLE'
              and c.table_name <> 'cases' loop
        execute format('update %I set applicant_id = $1 where case_id = $2', t) using p_person, p_case;
    end loop;
    update tasks set person_id = p_person where case_id = p_case and person_id = v_guest;
    return true;
end $$;
revoke execute on function give_case_to(uuid, bigint) from public;
grant execute on function give_case_to(uuid, bigint) to mms_app;
