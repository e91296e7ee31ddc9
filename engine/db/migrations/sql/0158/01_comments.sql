-- What analysts say to each other about an element of a service: beside its files, which it never changes. A comment
-- belongs to the service, by file and id of the element, so that it goes along from draft to draft. Rows are only added.
create table service_comments (
    id uuid primary key,
    code text not null check (code ~ '^[a-z][a-z0-9_]*\.[a-z][a-z0-9_]*$'),
    draft_id uuid not null references service_drafts, -- where it was written
    path text not null check (path ~ '^[A-Za-z0-9][A-Za-z0-9_./-]{0,150}$' and path !~ '(^|/)\.'),
    element text not null check (length(element) <= 200), -- empty: the file as a whole
    name text not null check (length(name) <= 200), -- how the element was called then
    body text not null check (body ~ '\S' and length(body) <= 2000),
    must_settle boolean not null, -- nothing is published while it is open
    written_by bigint not null references people,
    written_at timestamptz not null
);
create index service_comments_of on service_comments (code, written_at);

-- What became of it, in order: an answer; settled or opened again, with a word or without.
create table service_comment_turns (
    comment_id uuid not null references service_comments,
    number smallint not null check (number between 1 and 200),
    kind text not null check (kind in ('answered', 'settled', 'opened')),
    body text check (body ~ '\S' and length(body) <= 2000),
    said_by bigint not null references people,
    said_at timestamptz not null,
    primary key (comment_id, number),
    check (kind <> 'answered' or body is not null)
);

alter table service_comments enable row level security;
create policy analysts on service_comments for select using ((select draws_services()));
create policy own_words on service_comments for insert
    with check ((select draws_services()) and written_by = (select my_writer()));
alter table service_comment_turns enable row level security;
create policy analysts on service_comment_turns for select using ((select draws_services()));
create policy own_words on service_comment_turns for insert
    with check ((select draws_services()) and said_by = (select my_writer()));
grant select, insert on service_comments, service_comment_turns to mms_app;
