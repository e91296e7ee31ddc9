create extension if not exists btree_gist;

-- Entries are append-only: superseded, never overwritten.
create table register_entries (
    id uuid primary key,
    register text not null,
    municipality_id smallint not null references municipalities,
    is_single boolean not null,
    key text not null,
    person_id bigint references people,
    fields jsonb not null,
    valid_from date not null,
    valid_until date,
    case_id uuid not null references cases,
    order_number text,
    recorded_at timestamptz not null,
    superseded_by uuid references register_entries,
    check (valid_until is null or valid_until > valid_from)
);
create unique index one_current_entry on register_entries (register, municipality_id, key)
    where is_single and valid_until is null and superseded_by is null;
create index register_entries_of_person on register_entries (person_id, register);

-- One status per person in the country, whatever the municipality. No personal answers here, and
-- nobody reads it: it only refuses.
create table national_holdings (
    register text not null,
    person_id bigint not null references people,
    valid_from date not null,
    valid_until date,
    entry_id uuid not null,
    exclude using gist (register with =, person_id with =, daterange(valid_from, valid_until) with &&)
);

create function hold_nationally(p_register text, p_person bigint, p_from date, p_entry uuid) returns boolean
language plpgsql security definer set search_path = public, pg_temp as $$
begin
    insert into national_holdings (register, person_id, valid_from, entry_id)
    values (p_register, p_person, p_from, p_entry);
    return true;
exception when exclusion_violation then
    return false;
end $$;
