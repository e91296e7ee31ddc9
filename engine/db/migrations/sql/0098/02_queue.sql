-- Who waits at a centre today, by a number and without a name.
create table queue_tickets (
    id uuid primary key,
    center int not null references centers,
    on_day date not null,
    number int not null check (number > 0),
    taken_at timestamptz not null,
    called_at timestamptz,
    called_by bigint references people,
    ended_at timestamptz,
    is_served boolean,
    unique (center, on_day, number),
    check ((called_at is null) = (called_by is null)),
    check ((ended_at is null) = (is_served is null)),
    check (is_served is not true or called_at is not null)
);
create index queue_tickets_waiting on queue_tickets (center, on_day, number) where called_at is null and ended_at is null;
grant select, insert, update (called_at, called_by, ended_at, is_served) on queue_tickets to mms_app;
alter table queue_tickets enable row level security;
create policy system_writes on queue_tickets using ((select is_system())) with check ((select is_system()));
create policy of_center on queue_tickets for select using (worked_at(center, on_day));
