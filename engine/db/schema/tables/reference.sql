-- What is set for the country or a municipality: days off, parameters, programmes, what is offered.

-- What processes may keep of the reference data, and how they notice that it has changed: every statement that
-- reads ahead for a step also reads this one number. It is the last transaction that changed any of it.
create table reference_state (
    is_only boolean primary key default true check (is_only),
    version xid8 not null
);
grant select on reference_state to mms_app;
insert into reference_state (version) values (pg_current_xact_id());

-- Days off, of the country or of one municipality. By which act a day off was declared, and who entered it; those of laws
-- and resolutions say it in their kind.
create table holidays (
    day date not null,
    municipality_id smallint references municipalities,
    names jsonb not null,
    kind text not null,
    confidence text not null,
    act text,
    recorded_by bigint references people,
    recorded_at timestamptz,
    unique nulls not distinct (day, municipality_id)
);
-- Days off are reference data too: a deadline is counted with the calendar of a state, and holds if that is still
-- the state when the step is recorded, under the lock that whoever declares a day off waits for.
create trigger reference_changed after insert or update or delete or truncate on holidays
    for each statement execute function reference_changed();
grant select, insert on holidays to mms_app;

-- Parameters that files bring or people set: by law for the country, by a council for its municipality where it may.
create table parameters (
    id bigint generated always as identity primary key,
    name text not null,
    municipality_id smallint references municipalities,
    kind text not null,
    value jsonb not null,
    unit text,
    valid_from date not null,
    valid_until date,
    law jsonb,
    confidence text not null,
    recorded_at timestamptz not null,
    recorded_by bigint references people
);
create index parameters_by_name on parameters (name, municipality_id);
create trigger reference_changed after insert or update or delete or truncate on parameters
    for each statement execute function reference_changed();
grant select, insert on parameters to mms_app;
grant usage on sequence parameters_id_seq to mms_app;

-- What a parameter is called, and whether a council may set it; files say so, and say it anew at each loading.
create table parameter_names (
    name text primary key,
    names jsonb not null,
    is_settable boolean not null
);
grant select, insert, update on parameter_names to mms_app;

-- Sub-programmes of aid: what the council's resolution of a year says, as the files say it. Append-only, as
-- parameters are: a case asks for the entry that was valid on the day of its filing.
create table programmes (
    id bigint generated always as identity primary key,
    municipality_id smallint not null references municipalities,
    code text not null,
    valid_from date not null,
    valid_until date,
    content jsonb not null,
    digest bytea not null check (length(digest) = 32),
    recorded_at timestamptz not null,
    check (valid_until > valid_from),
    unique nulls not distinct (municipality_id, code, valid_from, valid_until, digest)
);
create trigger reference_changed after insert or update or delete or truncate on programmes
    for each statement execute function reference_changed();
grant select, insert on programmes to mms_app;

-- What brings people to the municipality: the catalogue's headings, in this order.
create table life_events (
    code text primary key,
    position smallint not null,
    names jsonb not null,
    words jsonb not null
);
grant select, insert, update on life_events to mms_app;

-- What a municipality offers: modules and single services, on or off in a period. Entries are only added; of several that
-- hold on a day the one entered last counts, so a plan is changed by entering another.
create table switches (
    municipality_id smallint not null constraint module_switches_municipality_id_fkey references municipalities,
    code text not null, -- a module, or a service as module.service
    valid_from date not null,
    valid_until date,
    id bigint generated always as identity primary key,
    is_on boolean not null,
    act text check (act ~ '\S'),
    recorded_by bigint references people,
    recorded_at timestamptz not null,
    constraint switches_period check (valid_until > valid_from),
    -- What an installation begins with rests on no act and was entered by nobody.
    constraint switches_ground check ((act is null) = (recorded_by is null))
);
create index switches_by_place on switches (municipality_id, code, id desc);
grant select, insert on switches to mms_app;

-- What is set for a municipality from a day on: its letterhead, how far MMS is rolled out there, in which languages it
-- offers its services. Entries are only added; of those that have begun by a day the one entered last counts. What an
-- installation begins with rests on no act.
create table municipality_settings (
    id bigint generated always as identity primary key,
    municipality_id smallint not null references municipalities,
    name text not null check (name in ('letterhead', 'rollout', 'languages')),
    content jsonb not null,
    valid_from date not null,
    act text check (act ~ '\S'),
    recorded_by bigint references people,
    recorded_at timestamptz not null,
    check ((act is null) = (recorded_by is null))
);
create index municipality_settings_by_place on municipality_settings (municipality_id, name, id desc);
create trigger reference_changed after insert or update or delete or truncate on municipality_settings
    for each statement execute function reference_changed();
grant select, insert on municipality_settings to mms_app;
