-- Municipalities, their units and settlements; community centres.

-- Municipalities, as files say them.
create table municipalities (
    id smallint generated always as identity primary key,
    code text not null unique,
    names jsonb not null,
    region jsonb not null,
    data jsonb not null
);
create trigger reference_changed after insert or update or delete or truncate on municipalities
    for each statement execute function reference_changed();
grant select, insert, update on municipalities to mms_app;
grant usage on sequence municipalities_id_seq to mms_app;

-- A unit of a municipality. It is set up by an act and dissolved by another. What an installation begins with has neither.
create table units (
    code text primary key,
    municipality_id smallint not null references municipalities,
    names jsonb not null,
    is_demo boolean not null default false,
    valid_from date,
    valid_until date,
    act text check (act ~ '\S'),
    ended_by text check (ended_by ~ '\S'),
    -- Counts how often a unit was renamed, so that of two who rename it at once the later one is told.
    version integer not null default 1,
    constraint units_period check (valid_until is null or valid_from is null or valid_until >= valid_from),
    constraint units_end check ((valid_until is null) = (ended_by is null))
);
create trigger reference_changed after insert or update or delete or truncate on units
    for each statement execute function reference_changed();
grant select, insert, update on units to mms_app;

-- Settlements and the status that each has for a time.
create table settlements (
    code text primary key,
    municipality_id smallint not null references municipalities,
    unit_code text references units,
    names jsonb not null,
    valid_from date not null,
    valid_until date,
    source text,
    confidence text,
    is_demo boolean not null default false,
    check (valid_until is null or valid_until > valid_from)
);
create trigger reference_changed after insert or update or delete or truncate on settlements
    for each statement execute function reference_changed();
grant select, insert, update on settlements to mms_app;

-- Community centres.
create table centers (
    number int primary key,
    names jsonb not null,
    municipality_code text
);
grant select, insert, update on centers to mms_app;
