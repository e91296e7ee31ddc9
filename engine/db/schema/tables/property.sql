-- What a municipality owns, who has which right to it, and inventories.

-- What a municipality owns. Two owners, two overlapping exclusive rights, two states of one day or one plot twice are
-- refused by the database itself.
create table assets (
    id uuid primary key,
    municipality_id smallint not null references municipalities,
    inventory_no text not null check (inventory_no ~ '^[0-9A-Za-z][0-9A-Za-z/.-]{0,29}$'),
    kind text not null check (kind in ('immovable', 'movable', 'shares', 'intangible')),
    entered_at timestamptz not null,
    unique (municipality_id, inventory_no),
    unique (id, municipality_id)
);
grant select, insert on assets to mms_app;

-- A table that was taken over: the same file is taken once. It may bring rights that others have, with assets or for such
-- as are in the register.
create table asset_imports (
    id uuid primary key,
    municipality_id smallint not null references municipalities,
    digest bytea not null check (length(digest) = 32),
    file_name text not null,
    ground text not null check (ground ~ '\S'),
    assets integer not null,
    imported_by bigint references people,
    imported_at timestamptz not null,
    rights integer not null default 0 check (rights >= 0),
    unique (municipality_id, digest),
    unique (id, municipality_id),
    check (assets >= 0 and assets + rights > 0)
);
grant select, insert on asset_imports to mms_app;

-- The states of a thing, each from a day on.
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
grant select, insert, update (valid_until, superseded_by) on asset_states to mms_app;

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
grant select, insert, update (state, holder_name, holder_number, holder_id, valid_from, valid_until,
    fee_tetri, fee_period, contract_no, ended_ground) on asset_rights to mms_app;

-- An inventory is a case that counts. What is to be counted was listed on a day and stays as it was then; what was found of
-- each thing may be said anew until the count is closed.
create table inventories (
    case_id uuid primary key references cases,
    municipality_id smallint not null references municipalities,
    counted_on date not null,
    role text not null check (role ~ '\S'),
    listed_at timestamptz not null,
    closed_at timestamptz,
    unique (case_id, municipality_id)
);
grant select, insert, update (closed_at) on inventories to mms_app;

-- A thing that an inventory counts, as it was listed, and what was found of it.
create table inventory_items (
    id uuid primary key,
    case_id uuid not null,
    municipality_id smallint not null,
    asset_id uuid,
    inventory_no text,
    kind text not null check (kind in ('immovable', 'movable', 'shares', 'intangible')),
    name text not null check (name ~ '\S'),
    location text,
    value_tetri bigint not null check (value_tetri >= 0),
    fields jsonb not null default '{}' check (jsonb_typeof(fields) = 'object'),
    result text check (result in ('confirmed', 'damaged', 'missing', 'surplus', 'mistake')),
    note text,
    photos text[] not null default '{}',
    counted_by bigint references people,
    counted_at timestamptz,
    version integer not null default 0 check (version >= 0),
    foreign key (case_id, municipality_id) references inventories (case_id, municipality_id),
    foreign key (asset_id, municipality_id) references assets (id, municipality_id),
    unique (case_id, asset_id),
    -- What is not in the register was found, or was noted by mistake; what is in it is never a surplus.
    check (case when asset_id is null then inventory_no is null and result in ('surplus', 'mistake')
                else inventory_no is not null and coalesce(result not in ('surplus', 'mistake'), true) end),
    check ((result is null) = (counted_at is null))
);
create index inventory_items_of_case on inventory_items (case_id, inventory_no);
create index inventory_items_of_asset on inventory_items (asset_id) where asset_id is not null;
grant select, insert, update (result, note, photos, counted_by, counted_at, version)
    on inventory_items to mms_app;
