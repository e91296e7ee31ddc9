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

grant select, insert on inventories, inventory_items to mms_app;
grant update (closed_at) on inventories to mms_app;
grant update (result, note, photos, counted_by, counted_at, version) on inventory_items to mms_app;

alter table inventories enable row level security;
create policy office on inventories using (municipality_id = any ((select my_municipalities())::int[]));
alter table inventory_items enable row level security;
create policy office on inventory_items using (municipality_id = any ((select my_municipalities())::int[]));
