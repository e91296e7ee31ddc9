-- Applications that are, or were, to be granted by one order with others: one row for each offer of a case.
create table collective_items (
    id uuid primary key,
    case_id uuid not null references cases,
    municipality_id smallint not null references municipalities,
    grouping text not null check (grouping ~ '\S'), -- one order grants applications of one group
    amount_tetri bigint not null check (amount_tetri > 0),
    titles jsonb not null, -- what is granted, in each language
    offered_at timestamptz not null,
    state text not null check (state in ('waiting', 'listed', 'decided', 'returned', 'left')),
    order_case_id uuid references cases,
    place smallint check (place > 0), -- in the list of the order
    check ((state in ('listed', 'decided')) = (order_case_id is not null)),
    check ((order_case_id is null) = (place is null))
);
create unique index collective_items_open on collective_items (case_id) where state in ('waiting', 'listed');
create index collective_items_waiting on collective_items (municipality_id, grouping, offered_at, id)
    where state = 'waiting';
create index collective_items_of_case on collective_items (case_id);
create unique index collective_items_of_order on collective_items (order_case_id, place) include (case_id)
    where order_case_id is not null;
grant select, insert, update (state, order_case_id, place) on collective_items to mms_app;
alter table collective_items enable row level security;
create policy with_case on collective_items using (exists (select from cases c where c.id = case_id));
