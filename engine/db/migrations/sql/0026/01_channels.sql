-- How a person wants to hear of letters: for all cases, and for one case otherwise. Letters always lie in the portal.
create table notification_choices (
    id bigint generated always as identity primary key,
    person_id bigint not null references people,
    case_id uuid references cases,
    channel text not null check (channel in ('email', 'sms', 'portal')),
    contact_id bigint references contacts,
    language text not null check (language in ('ka', 'en')),
    chosen_at timestamptz not null,
    check ((channel = 'portal') = (contact_id is null)),
    unique nulls not distinct (person_id, case_id)
);
alter table notification_choices enable row level security;
create policy own on notification_choices using (person_id = (select my_person()) or (select is_system()))
    with check (person_id = (select my_person()) or (select is_system()));
grant select, insert, delete, update (channel, contact_id, language, chosen_at) on notification_choices to mms_app;

-- Where nothing arrives: the mail server or the telephone company said so, for good.
create table unreachable (
    person_id bigint not null references people,
    address text not null,
    since timestamptz not null,
    primary key (person_id, address)
);
alter table unreachable enable row level security;
create policy own on unreachable for select using (person_id = (select my_person()) or (select is_system()));
create policy system_writes on unreachable using ((select is_system())) with check ((select is_system()));
grant select, insert, delete on unreachable to mms_app;

-- What became of the copy of a letter; empty while it is on its way.
alter table letters add column copied_by text check (copied_by in ('email', 'sms', 'portal', 'unreachable'));
update letters set copied_by = 'email' where mailed_at is not null;

-- Who reports that a letter did not arrive knows its id and not its municipality.
create function letter_of_report(p_id uuid) returns table (applicant_id bigint, mailed_at timestamptz)
language sql stable security definer set search_path = public, pg_temp as $$
    select l.applicant_id, l.mailed_at from letters l where l.id = p_id and is_system()
$$;
revoke execute on function letter_of_report(uuid) from public;
grant execute on function letter_of_report(uuid) to mms_app;
