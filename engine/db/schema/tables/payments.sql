-- What applicants pay.

-- What a case asks its applicant to pay, once. A voided receipt leaves the payment voided, and the case asks again.
create table payments (
    id uuid primary key,
    municipality_id smallint not null references municipalities,
    case_id uuid not null references cases,
    number text not null unique,
    amount_tetri bigint not null check (amount_tetri > 0),
    purpose jsonb not null,
    asked_at timestamptz not null,
    due_at timestamptz,
    state text not null default 'due' check (state in ('due', 'paid', 'cancelled', 'voided')),
    settled_at timestamptz,
    check ((state = 'due') = (settled_at is null))
);
create index payments_of_case on payments (case_id);
grant select, insert, update on payments to mms_app;

-- Each try to pay at the treasury. Money that came and was not asked for (any more, or a second time) is kept apart
-- until finance has returned it. A payment is also settled by cash at a community centre, or by the receipt of a bank
-- that finance found in the treasury's statement: then its order was never laid before the treasury. A receipt covers
-- one payment, whatever its case.
create table payment_attempts (
    id uuid primary key, -- the number of the order at the treasury
    payment_id uuid not null references payments,
    case_id uuid not null references cases,
    municipality_id smallint not null references municipalities,
    started_by bigint not null references people,
    started_at timestamptz not null,
    state text not null default 'open' check (state in ('open', 'failed', 'paid', 'to_return', 'returned', 'voided')),
    why text check (why in ('double', 'late', 'other_amount')),
    paid_tetri bigint check (paid_tetri > 0),
    paid_at timestamptz,
    reference text unique, -- the treasury's own number of what it received
    settled_at timestamptz,
    asked smallint not null default 0,
    ask_at timestamptz,
    returned_by bigint references people,
    returned_at timestamptz,
    returned_with text,
    means text not null default 'treasury' check (means in ('treasury', 'cash', 'bank')),
    receipt_number text,
    constraint payment_attempts_check check ((state = 'open') = (settled_at is null)),
    constraint payment_attempts_check1 check ((state = 'open') = (ask_at is not null)),
    constraint payment_attempts_reference_check
        check ((state in ('paid', 'to_return', 'returned', 'voided')) = (reference is not null)),
    constraint payment_attempts_check3
        check ((reference is null) = (paid_tetri is null) and (reference is null) = (paid_at is null)),
    constraint payment_attempts_check4 check ((state in ('to_return', 'returned')) = (why is not null)),
    constraint payment_attempts_check5 check ((state = 'returned') = (returned_at is not null)),
    constraint payment_attempts_check6
        check ((returned_at is null) = (returned_with is null) and (returned_at is null) = (returned_by is null)),
    constraint payment_attempts_by_means
        check (means = 'treasury' and state <> 'voided' or means = 'cash' and state in ('paid', 'voided')
               or means = 'bank' and state in ('paid', 'to_return', 'returned')),
    constraint payment_attempts_receipt_check check ((means = 'bank') = (receipt_number is not null))
);
create index payment_attempts_of_payment on payment_attempts (payment_id);
create index payment_attempts_open on payment_attempts (ask_at) where state = 'open';
create index payment_attempts_to_return on payment_attempts (municipality_id, settled_at) where state = 'to_return';
-- Whatever the programs do, a payment is taken as paid by one order.
create unique index payment_paid_once on payment_attempts (payment_id) where state = 'paid';
create unique index bank_receipt_once on payment_attempts (receipt_number, paid_at, paid_tetri)
    where receipt_number is not null;
grant select, insert, update on payment_attempts to mms_app;
