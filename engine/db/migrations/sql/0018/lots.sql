-- Lots that were put up at the electronic auction: which thing, for how much at the least, until when, and how it ended. Who
-- bid and who won is the case's. The id is the auction's own.
create table lots (
    id uuid primary key,
    case_id uuid not null references cases,
    municipality_id smallint not null references municipalities,
    asset_id uuid not null,
    kind text not null check (kind in ('sale', 'lease')),
    use text not null, -- the right that is given: ownership, lease, rent
    number text not null check (number ~ '\S'),
    start_tetri bigint not null check (start_tetri > 0),
    step_tetri bigint not null check (step_tetri > 0),
    deposit_tetri bigint not null check (deposit_tetri > 0),
    put_up_at timestamptz not null,
    closes_at timestamptz not null,
    state text not null default 'open' check (state in ('open', 'sold', 'failed')),
    price_tetri bigint check (price_tetri > 0),
    foreign key (asset_id, municipality_id) references assets (id, municipality_id),
    check ((state = 'sold') = (price_tetri is not null))
);
create index lots_of_municipality on lots (municipality_id, closes_at desc);
create index lots_of_case on lots (case_id);
create index lots_of_asset on lots (asset_id);
grant select, insert, update (closes_at, state, price_tetri) on lots to mms_app;
alter table lots enable row level security;
create policy office on lots using (municipality_id = any ((select my_municipalities())::int[]));
