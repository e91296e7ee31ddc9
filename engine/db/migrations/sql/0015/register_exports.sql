-- Whole lists of registers that officials take away as a file: asked for, written by a worker, kept for some days. `asked` is
-- the part of the list without words that were looked for, so it names nobody.
create table register_exports (
    id uuid primary key,
    register text not null,
    municipality_id smallint not null references municipalities,
    asked jsonb not null,
    format text not null check (format in ('xlsx', 'csv')),
    language text not null,
    asked_by bigint not null references people,
    asked_at timestamptz not null,
    state text not null default 'waiting' check (state in ('waiting', 'ready', 'failed')),
    total int, -- entries there were when a worker began
    written int not null default 0,
    digest bytea, -- of the file, which of CSV is compressed
    size int,
    reason text,
    ended_at timestamptz,
    check ((state = 'waiting') = (ended_at is null)),
    check ((state = 'ready') = (digest is not null)),
    check ((digest is null) = (size is null)),
    check ((state = 'failed') = (reason is not null))
);
-- Whoever asks again while a worker writes gets the same.
create unique index register_exports_once on register_exports (asked_by, municipality_id, register)
    where state = 'waiting';
create index register_exports_of_official on register_exports (asked_by, municipality_id, register, asked_at desc);
create index register_exports_by_digest on register_exports (digest) where digest is not null;
grant select, insert, update (state, total, written, digest, size, reason, ended_at) on register_exports to mms_app;
alter table register_exports enable row level security;
create policy own on register_exports for select using (asked_by = (select my_writer()));
create policy system_of_place on register_exports
    using ((select is_system()) and municipality_id = any ((select my_municipalities())::int[]));
