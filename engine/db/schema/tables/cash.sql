-- Cash at community centres: who takes it, receipts, the count of a day, what was brought to the treasury.

-- Whether a centre takes cash for a municipality, of all its services ('') or of one: by an act, off unless set. Of what
-- holds on a day an entry about the service goes before one about all, and the one entered last before others.
create table cash_rules (
    id bigint generated always as identity primary key,
    municipality_id smallint not null references municipalities,
    center int not null references centers,
    service_code text not null default '',
    is_taken boolean not null,
    valid_from date not null,
    act text not null check (act ~ '\S'),
    recorded_by bigint not null references people,
    recorded_at timestamptz not null
);
create index cash_rules_by_place on cash_rules (municipality_id, center, id desc);
grant select, insert on cash_rules to mms_app;

-- The running number of the receipts of a centre.
create table cash_series (center int primary key references centers, last int not null check (last >= 0));
grant select, insert, update on cash_series to mms_app;

-- Receipts, each with the running number of its centre. Nothing of this is ever changed: what was a mistake is voided the
-- same day, by another than who received it; then the case asks for another payment.
create table cash_receipts (
    id uuid primary key references payment_attempts,
    center int not null references centers,
    number int not null check (number > 0),
    code text not null unique,
    payment_id uuid not null references payments,
    case_id uuid not null references cases,
    municipality_id smallint not null references municipalities,
    amount_tetri bigint not null check (amount_tetri > 0),
    mandate_id uuid references mandates, -- by which its payer stood at the desk; null: they brought the letter's number
    received_by bigint not null references people,
    received_on date not null,
    received_at timestamptz not null,
    unique (center, number),
    unique (id, received_by, received_on)
);
create index cash_receipts_of_day on cash_receipts (center, received_on);
create index cash_receipts_of_municipality on cash_receipts (municipality_id, received_on);
grant select, insert on cash_receipts to mms_app;

-- A receipt that was a mistake, and the payment that the case asks for instead.
create table cash_voids (
    receipt_id uuid primary key,
    received_by bigint not null,
    received_on date not null,
    reason text not null check (reason ~ '\S'),
    asks_again uuid not null unique references payments,
    voided_by bigint not null references people check (voided_by <> received_by),
    voided_on date not null check (voided_on = received_on),
    voided_at timestamptz not null,
    foreign key (receipt_id, received_by, received_on) references cash_receipts (id, received_by, received_on)
);
grant select, insert on cash_voids to mms_app;

-- A day is counted by one person and confirmed by another; until then it may be counted anew.
create table cash_counts (
    id uuid primary key,
    center int not null references centers,
    on_day date not null,
    expected_tetri bigint not null check (expected_tetri >= 0),
    counted_tetri bigint not null check (counted_tetri >= 0),
    note text not null check (counted_tetri = expected_tetri or note ~ '\S'),
    counted_by bigint not null references people,
    counted_at timestamptz not null,
    unique (id, counted_by, center, on_day)
);
create index cash_counts_of_day on cash_counts (center, on_day, counted_at);
grant select, insert on cash_counts to mms_app;

-- Another person has confirmed the count of a day.
create table cash_confirmations (
    count_id uuid primary key,
    counted_by bigint not null,
    center int not null,
    on_day date not null,
    confirmed_by bigint not null references people check (confirmed_by <> counted_by),
    confirmed_at timestamptz not null,
    unique (center, on_day),
    foreign key (count_id, counted_by, center, on_day) references cash_counts (id, counted_by, center, on_day)
);
grant select, insert on cash_confirmations to mms_app;

-- What was brought to the treasury, municipality by municipality: each receipt once.
create table cash_deposits (
    id uuid primary key,
    center int not null references centers,
    municipality_id smallint not null references municipalities,
    document text not null check (document ~ '\S'),
    expected_tetri bigint not null check (expected_tetri > 0),
    amount_tetri bigint not null check (amount_tetri > 0),
    note text not null check (amount_tetri = expected_tetri or note ~ '\S'),
    deposited_on date not null,
    noted_by bigint not null references people,
    noted_at timestamptz not null,
    unique (municipality_id, document)
);
grant select, insert on cash_deposits to mms_app;

-- Which receipts a deposit was made of: each receipt once.
create table cash_deposited (
    receipt_id uuid primary key references cash_receipts,
    deposit_id uuid not null references cash_deposits
);
create index cash_deposited_by on cash_deposited (deposit_id);
grant select, insert on cash_deposited to mms_app;
