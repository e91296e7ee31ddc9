-- A certificate says what an entry of a register said on the day it was issued. The row is what was issued;
-- the paper is drawn from it again and again, and is the same each time.
create table certificates (
    id uuid primary key,
    code text not null unique check (length(code) = 16),
    number text not null unique,
    municipality_id smallint not null references municipalities,
    person_id bigint not null references people,
    entry_id uuid not null references register_entries,
    initials jsonb not null,
    content jsonb not null,
    issued_at timestamptz not null
);
create index certificates_of_person on certificates (person_id, issued_at desc);
grant select, insert on certificates to mms_app;
alter table certificates enable row level security;
create policy principal on certificates using (
    municipality_id = any ((select my_municipalities())::int[]) or person_id = (select my_person()));

-- Whoever holds the paper has its code and learns what the paper says of itself, and whether it still holds.
create function certificate_by_code(p_code text)
returns table (number text, register jsonb, municipality jsonb, initials jsonb, issued_at timestamptz,
               valid_from date, valid_until date, is_superseded boolean)
language sql stable security definer set search_path = public, pg_temp as $$
    select c.number, c.content->'register', m.names, c.initials, c.issued_at, e.valid_from, e.valid_until,
           e.superseded_by is not null
    from certificates c join register_entries e on e.id = c.entry_id join municipalities m on m.id = c.municipality_id
    where c.code = p_code
$$;

-- How often somebody without a name asks for something within an hour. Only a keyed digest of the address is kept,
-- for a day.
create table address_counts (
    kind text not null,
    address_mac bytea not null,
    hour timestamptz not null,
    number int not null,
    primary key (kind, address_mac, hour)
);
create index address_counts_by_age on address_counts (hour);
alter table address_counts enable row level security;

create function count_address(p_kind text, p_mac bytea, p_now timestamptz) returns int
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare counted int;
begin
    delete from address_counts where address_counts.hour < p_now - interval '1 day';
    insert into address_counts as a (kind, address_mac, hour, number)
    values (p_kind, p_mac, date_trunc('hour', p_now), 1)
    on conflict (kind, address_mac, hour) do update set number = a.number + 1
    returning a.number into counted;
    return counted;
end $$;
revoke execute on function certificate_by_code(text), count_address(text, bytea, timestamptz) from public;
grant execute on function certificate_by_code(text), count_address(text, bytea, timestamptz) to mms_app;
