-- What a case asks its applicant to pay, once; and each try to pay it at the treasury. Money that came and
-- was not asked for (any more, or a second time) is kept apart until finance has returned it.
create table payments (
    id uuid primary key,
    municipality_id smallint not null references municipalities,
    case_id uuid not null references cases,
    number text not null unique,
    amount_tetri bigint not null check (amount_tetri > 0),
    purpose jsonb not null,
    asked_at timestamptz not null,
    due_at timestamptz,
    state text not null default 'due' check (state in ('due', 'paid', 'cancelled')),
    settled_at timestamptz,
    check ((state = 'due') = (settled_at is null))
);
create index payments_of_case on payments (case_id);

create table payment_attempts (
    id uuid primary key, -- the number of the order at the treasury
    payment_id uuid not null references payments,
    case_id uuid not null references cases,
    municipality_id smallint not null references municipalities,
    started_by bigint not null references people,
    started_at timestamptz not null,
    state text not null default 'open' check (state in ('open', 'failed', 'paid', 'to_return', 'returned')),
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
    check ((state = 'open') = (settled_at is null)),
    check ((state = 'open') = (ask_at is not null)),
    check ((state in ('paid', 'to_return', 'returned')) = (reference is not null)),
    check ((reference is null) = (paid_tetri is null) and (reference is null) = (paid_at is null)),
    check ((state in ('to_return', 'returned')) = (why is not null)),
    check ((state = 'returned') = (returned_at is not null)),
    check ((returned_at is null) = (returned_with is null) and (returned_at is null) = (returned_by is null))
);
create index payment_attempts_of_payment on payment_attempts (payment_id);
create index payment_attempts_open on payment_attempts (ask_at) where state = 'open';
create index payment_attempts_to_return on payment_attempts (municipality_id, settled_at) where state = 'to_return';
-- Whatever the programs do, a payment is taken as paid by one order.
create unique index payment_paid_once on payment_attempts (payment_id) where state = 'paid';

grant select, insert, update on payments, payment_attempts to mms_app;
alter table payments enable row level security;
create policy with_case on payments using (exists (select from cases c where c.id = case_id));
alter table payment_attempts enable row level security;
create policy with_case on payment_attempts using (exists (select from cases c where c.id = case_id));

-- The sweep claims orders to be asked about, of every municipality, and sees nothing else of them. What a dead
-- sweep had claimed is free again after a while.
create function claim_open_orders(p_now timestamptz, p_until timestamptz, p_limit int)
returns table (id uuid) language sql volatile security definer set search_path = public, pg_temp as $$
    update payment_attempts a set ask_at = p_until
    from (select o.id from payment_attempts o where o.state = 'open' and o.ask_at <= p_now
          order by o.ask_at, o.id limit p_limit for update skip locked) due
    where a.id = due.id returning a.id
$$;
-- Whoever comes back from the treasury, or the treasury itself, names an order; where it belongs is all they learn.
create function place_of_order(p_id uuid)
returns table (municipality_id smallint, case_id uuid, state text) language sql stable security definer
set search_path = public, pg_temp as $$
    select a.municipality_id, a.case_id, a.state from payment_attempts a where a.id = p_id
$$;
grant execute on function claim_open_orders(timestamptz, timestamptz, int), place_of_order(uuid) to mms_app;
