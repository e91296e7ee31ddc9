-- What a municipality owns, the states of each thing from a day on, and who has which right to it. Two owners, two
-- overlapping exclusive rights, two states of one day or one plot twice are refused by the database itself.
create table assets (
    id uuid primary key,
    municipality_id smallint not null references municipalities,
    inventory_no text not null check (inventory_no ~ '^[0-9A-Za-z][0-9A-Za-z/.-]{0,29}$'),
    kind text not null check (kind in ('immovable', 'movable', 'shares', 'intangible')),
    entered_at timestamptz not null,
    unique (municipality_id, inventory_no),
    unique (id, municipality_id)
);

-- A table that was taken over: the same file is taken once.
create table asset_imports (
    id uuid primary key,
    municipality_id smallint not null references municipalities,
    digest bytea not null check (length(digest) = 32),
    file_name text not null,
    ground text not null check (ground ~ '\S'),
    assets integer not null check (assets > 0),
    imported_by bigint references people,
    imported_at timestamptz not null,
    unique (municipality_id, digest),
    unique (id, municipality_id)
);

create table asset_states (
    id uuid primary key,
    asset_id uuid not null,
    municipality_id smallint not null,
    name text not null check (name ~ '\S'),
    category text not null check (category in ('basic', 'additional')),
    state text not null
        check (state in ('in_use', 'idle', 'in_privatisation', 'sold', 'written_off', 'transferred')),
    cadastral_code text check (cadastral_code ~ '^[0-9]{2}(\.[0-9]{2,3}){3,8}$'),
    value_tetri bigint not null check (value_tetri >= 0),
    fields jsonb not null default '{}' check (jsonb_typeof(fields) = 'object'),
    ground text not null check (ground ~ '\S'),
    valid_from date not null,
    valid_until date,
    case_id uuid references cases,
    import_id uuid,
    order_number text,
    recorded_at timestamptz not null,
    superseded_by uuid references asset_states deferrable initially deferred,
    check (valid_until > valid_from),
    check (num_nonnulls(case_id, import_id) = 1),
    foreign key (asset_id, municipality_id) references assets (id, municipality_id),
    foreign key (import_id, municipality_id) references asset_imports (id, municipality_id),
    constraint one_state_a_day
        exclude using gist (asset_id with =, daterange(valid_from, valid_until) with &&)
        where (superseded_by is null),
    -- In the whole country: whoever finds a plot with another asset learns that it is taken, not where.
    constraint one_asset_of_a_plot
        exclude using gist (cadastral_code with =, asset_id with <>, daterange(valid_from, valid_until) with &&)
        where (superseded_by is null and state not in ('sold', 'written_off', 'transferred'))
);
create index asset_states_of_asset on asset_states (asset_id, valid_from);
create index asset_states_of_case on asset_states (case_id);
create index asset_states_by_plot on asset_states (municipality_id, cadastral_code);

-- Ownership of the municipality is a right as others are, with nobody named. `excludes` says what else nobody can
-- have on the same days: another owner, another sale, another use, another management.
create table asset_rights (
    id uuid primary key,
    asset_id uuid not null,
    municipality_id smallint not null,
    kind text not null check (kind in
        ('ownership', 'lease', 'rent', 'usufruct', 'superficies', 'gratuitous_use', 'management')),
    state text not null check (state in ('reserved', 'held', 'given_up')),
    excludes text generated always as (case
        when state = 'given_up' then null
        when kind = 'ownership' and state = 'reserved' then 'sale'
        when kind in ('ownership', 'management') then kind
        else 'use' end) stored,
    is_own boolean not null default false,
    holder_name text check (holder_name ~ '\S'),
    holder_number text check (holder_number ~ '^[0-9]{9}([0-9]{2})?$'),
    holder_id bigint references people,
    valid_from date not null,
    valid_until date,
    fee_tetri bigint check (fee_tetri >= 0),
    fee_period text check (fee_period in ('month', 'year', 'once')),
    contract_no text,
    ended_ground text,
    case_id uuid references cases,
    import_id uuid,
    recorded_at timestamptz not null,
    check (valid_until > valid_from),
    check (num_nonnulls(case_id, import_id) = 1),
    check (not is_own or kind = 'ownership' and holder_name is null),
    check (is_own or state <> 'held' or holder_name is not null and holder_number is not null),
    foreign key (asset_id, municipality_id) references assets (id, municipality_id),
    foreign key (import_id, municipality_id) references asset_imports (id, municipality_id),
    constraint nobody_beside
        exclude using gist (asset_id with =, excludes with =, daterange(valid_from, valid_until) with &&)
        where (excludes is not null)
);
create index asset_rights_of_asset on asset_rights (asset_id, valid_from);
create index asset_rights_of_case on asset_rights (case_id);
create index asset_rights_of_holder on asset_rights (holder_id) where holder_id is not null;

grant select, insert on assets, asset_imports, asset_states, asset_rights to mms_app;
grant update (valid_until, superseded_by) on asset_states to mms_app;
grant update (state, holder_name, holder_number, holder_id, valid_from, valid_until, fee_tetri, fee_period,
    contract_no, ended_ground) on asset_rights to mms_app;

alter table assets enable row level security;
create policy office on assets using (municipality_id = any ((select my_municipalities())::int[]));
alter table asset_imports enable row level security;
create policy office on asset_imports using (municipality_id = any ((select my_municipalities())::int[]));
alter table asset_states enable row level security;
create policy office on asset_states using (municipality_id = any ((select my_municipalities())::int[]));
alter table asset_rights enable row level security;
create policy office on asset_rights using (
    municipality_id = any ((select my_municipalities())::int[]) or holder_id = (select my_person()));
