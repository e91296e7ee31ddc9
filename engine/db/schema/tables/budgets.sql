-- Budgets of municipalities, what cases ask of them, and orders to pay.

-- A line of a municipality's budget. What is committed is counted by the database alone and can't go above the line,
-- whatever the programs do.
create table budget_lines (
    id uuid primary key,
    municipality_id smallint not null references municipalities,
    year smallint not null check (year between 2000 and 2999),
    code text not null check (code ~ '^[0-9A-Za-z][0-9A-Za-z .-]{0,39}$'),
    names jsonb not null,
    amount_tetri bigint not null check (amount_tetri >= 0),
    committed_tetri bigint not null default 0,
    check (committed_tetri between 0 and amount_tetri),
    unique (municipality_id, year, code)
);
grant select, insert, update (names, amount_tetri) on budget_lines to mms_app;

-- Which amount a line had, since when, on which ground.
create table budget_changes (
    id bigint generated always as identity primary key,
    line_id uuid not null references budget_lines,
    municipality_id smallint not null references municipalities,
    amount_tetri bigint not null,
    ground text not null check (ground ~ '\S'),
    changed_by bigint references people,
    changed_at timestamptz not null
);
create index budget_changes_of_line on budget_changes (line_id, changed_at);
grant select, insert on budget_changes to mms_app;

-- What cases ask of a line of a budget, and who waits for money.
create table budget_requests (
    id uuid primary key,
    line_id uuid not null references budget_lines,
    municipality_id smallint not null references municipalities,
    case_id uuid not null references cases,
    amount_tetri bigint not null check (amount_tetri > 0),
    filed_at timestamptz not null, -- of the case: who waits is served in this order
    asked_at timestamptz not null,
    state text not null check (state in ('waiting', 'reserved', 'spent', 'released')),
    settled_at timestamptz, -- when it was spent or given back
    programme text check (programme ~ '^[a-z][a-z0-9_]*$'), -- for which sub-programme, where the case names one
    check ((state in ('spent', 'released')) = (settled_at is not null))
);
create index budget_requests_of_case on budget_requests (case_id);
create index budget_requests_waiting on budget_requests (line_id, filed_at, id) where state = 'waiting';
create index budget_requests_of_line on budget_requests (line_id);
create trigger counted after insert or update of state, amount_tetri on budget_requests
    for each row execute function count_budget();
grant select, update (amount_tetri, state, settled_at) on budget_requests to mms_app;

-- An order to the treasury, one for each account that was tried, and what the treasury said of it last.
create table payouts (
    id uuid primary key, -- as the treasury knows the order
    request_id uuid not null references budget_requests,
    municipality_id smallint not null references municipalities,
    case_id uuid not null references cases,
    attempt smallint not null check (attempt > 0),
    amount_tetri bigint not null check (amount_tetri > 0),
    payee text not null,
    payee_code text not null,
    iban text not null,
    state text not null check (state in ('accepted', 'executed', 'returned')),
    reference text,
    why text, -- the money came back
    ordered_at timestamptz not null,
    settled_at timestamptz,
    unique (request_id, attempt)
);
create index payouts_of_case on payouts (case_id);
-- Nothing is paid twice.
create unique index payouts_once on payouts (request_id) where state = 'executed';
grant select, insert, update (state, reference, why, settled_at) on payouts to mms_app;
