-- Where analysts draw services: drafts, comments, publications that are asked for, replays.

-- What analysts change: the files of a service as they stand now. Nothing here is in force, and no case knows of it.
create table service_drafts (
    id uuid primary key,
    code text not null check (code ~ '^[a-z][a-z0-9_]*\.[a-z][a-z0-9_]*$'),
    -- The version it was begun from, of this service or another; one that was never drawn is based on none.
    base_version int references service_versions,
    begun_by bigint not null references people,
    begun_at timestamptz not null,
    changed_at timestamptz not null,
    dropped_at timestamptz,
    dropped_by bigint references people,
    -- What a draft knows of its service: the versions whose files were taken over into it or decided against, the last of
    -- them is `base_version`. `gone_revision` is the highest revision of a file that went out: one that comes back counts
    -- on from it.
    known_versions int[] not null default '{}',
    gone_revision int not null default 0 check (gone_revision >= 0),
    check ((dropped_at is null) = (dropped_by is null))
);
create index service_drafts_open on service_drafts (code, changed_at) where dropped_at is null;
grant select, insert, update (base_version, changed_at, dropped_at, dropped_by, known_versions, gone_revision)
    on service_drafts to mms_app;

-- The files of a draft. `revision` counts the saves of a file: who saves says which one they saw. A file may go out of a
-- draft.
create table service_draft_files (
    draft_id uuid not null references service_drafts,
    path text not null check (path ~ '^[A-Za-z0-9][A-Za-z0-9_./-]{0,150}$' and path !~ '(^|/)\.'),
    content bytea not null check (length(content) <= 2097152),
    revision int not null check (revision > 0),
    changed_by bigint not null references people,
    changed_at timestamptz not null,
    primary key (draft_id, path)
);
grant select, insert, update (content, revision, changed_by, changed_at), delete
    on service_draft_files to mms_app;

-- What a file of a draft said before: the state that somebody left to another, and one for each ten minutes of work.
create table service_draft_states (
    draft_id uuid not null references service_drafts,
    path text not null,
    revision int not null check (revision > 0),
    content bytea not null check (length(content) <= 2097152),
    changed_by bigint not null references people,
    changed_at timestamptz not null,
    primary key (draft_id, path, revision)
);
grant select, insert, delete on service_draft_states to mms_app;

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
grant select, insert on service_comments to mms_app;

-- What became of a comment, in order: an answer; settled or opened again, with a word or without.
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
grant select, insert on service_comment_turns to mms_app;

-- A publication that an analyst has asked for: the version is kept with it, so what a second person approves is what was
-- shown, whatever becomes of the draft. What is asked for is kept as a version; only its second person puts it into force.
create table asked_publications (
    id uuid primary key,
    draft_id uuid not null references service_drafts,
    code text not null,
    version_id int not null,
    base_version int references service_versions, -- what the draft stood on
    municipalities smallint[] check (cardinality(municipalities) > 0),
    effective_from date not null,
    law jsonb not null,
    note text not null check (note ~ '\S'),
    remarks int not null, -- of the gate; errors are none
    asked_by bigint not null references people,
    asked_at timestamptz not null,
    scenarios jsonb, -- null while they are played
    state text not null default 'open' check (state in ('open', 'published', 'refused', 'withdrawn')),
    settled_by bigint references people,
    settled_at timestamptz,
    reason text,
    publication_id int references service_publications,
    -- The versions that the draft knew of, and those it did not know of, which who asked has confirmed.
    known_versions int[] not null default '{}',
    undoes int[] not null default '{}',
    foreign key (version_id, code) references service_versions (id, code),
    check ((state = 'open') = (settled_at is null) and (settled_at is null) = (settled_by is null)),
    check ((state = 'published') = (publication_id is not null)),
    check (state <> 'published' or settled_by <> asked_by)
);
create unique index asked_publications_open on asked_publications (code) where state = 'open';
grant select, insert, update (scenarios, state, settled_by, settled_at, reason, publication_id)
    on asked_publications to mms_app;

-- Where a publication was asked for, by what was in force there: who approves looks at what differs for each.
create table publication_groups (
    asked_id uuid not null references asked_publications,
    number smallint not null check (number > 0),
    version_id int references service_versions, -- null where nothing was in force
    municipalities smallint[] not null check (cardinality(municipalities) > 0),
    primary key (asked_id, number)
);
grant select, insert on publication_groups to mms_app;

-- Who has looked at what a publication that was asked for changes, group by group.
create table publication_looks (
    asked_id uuid not null references asked_publications,
    person_id bigint not null references people,
    looked_at timestamptz not null,
    number smallint not null default 1,
    primary key (asked_id, person_id, number),
    foreign key (asked_id, number) references publication_groups
);
grant select, insert on publication_looks to mms_app;

-- What the tables of a draft would have decided in past cases, as it was asked for last. The tally has numbers of single
-- cases: it is the engine's alone, and gone with the end; the report is what may be told.
create table replays (
    id uuid primary key,
    draft_id uuid not null unique references service_drafts,
    code text not null,
    law text not null check (law in ('then', 'today')),
    months int not null check (months > 0),
    since date not null, -- cases that were filed from this day on
    files jsonb not null, -- of the draft as it was: tables, their words, the diagram
    asked_by bigint not null references people,
    asked_at timestamptz not null,
    state text not null default 'running' check (state in ('running', 'done', 'stopped')),
    batches int not null default 0,
    cursor jsonb,
    tally jsonb,
    report jsonb,
    reason text,
    ended_at timestamptz,
    check ((state = 'running') = (ended_at is null)),
    check ((state = 'running') = (tally is not null)),
    check ((state = 'done') = (report is not null))
);
grant select, insert, update (state, batches, cursor, tally, report, reason, ended_at), delete
    on replays to mms_app;
