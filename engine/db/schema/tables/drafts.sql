-- What is not filed yet: drafts, files for them, filings that wait for another director.

-- An application that is not filed yet. A draft is filled in page by page, perhaps on several devices, and is dropped
-- when nobody comes back to it.
create table drafts (
    person_id bigint not null references people,
    municipality_id smallint not null references municipalities,
    service_code text not null,
    answers jsonb not null,
    saved_at timestamptz not null,
    id uuid not null primary key,
    on_behalf_of text not null default '', -- whose application it will be; empty for one's own
    version int not null default 1,
    pages jsonb not null default '{}',     -- by page: when and where it was last changed, passed or not
    rivals jsonb not null default '{}',    -- by page: what another device has sent meanwhile
    expires_at timestamptz not null,
    -- What a session by one-time code may not file it may not read in a draft either.
    needs_card boolean not null default false,
    unique (person_id, municipality_id, service_code, on_behalf_of)
);
create index drafts_expiring on drafts (expires_at);
create trigger leave_uploads after delete on drafts for each row execute function leave_uploads();
grant select, insert, update, delete on drafts to mms_app;

-- What people have sent and not yet filed: theirs alone, until a case cites it or nobody comes back for it. A file is
-- sent for a form; which municipality gets it shows when the form is filed.
create table uploads (
    id uuid primary key,
    digest bytea not null,
    owner_id bigint not null references people,
    token text not null default '' check (length(token) <= 200), -- the draft or task it was sent for
    municipality_id smallint references municipalities,
    name text not null,
    type text not null,
    size int not null,
    added_at timestamptz not null,
    is_left boolean not null default false, -- the draft that named it is gone
    -- What the signatures on a file were worth when it was received: a verdict, the instant and the report. Nothing
    -- where nobody has signed it.
    signatures jsonb,
    unique (owner_id, digest)
);
create index uploads_by_age on uploads (added_at);
create index uploads_by_digest on uploads (digest);
create index uploads_left on uploads (added_at) where is_left;
grant select, insert, update, delete on uploads to mms_app;

-- Directors who represent a company together file together: what one has prepared waits for the others. Each but whoever
-- prepared confirms, and the last confirmation files. What they did not confirm in time stays to be seen for as long
-- again, without its answers, and is told.
create table joint_filings (
    id uuid primary key,
    company_id bigint not null references people,
    municipality_id smallint not null references municipalities,
    service_code text not null,
    answers bytea not null,     -- canonical, as they are filed; empty once it is over
    digest bytea not null,      -- of the answers: exactly these are confirmed
    language text not null,
    prepared_by bigint not null references people,
    mandate_id uuid not null references mandates,
    prepared_at timestamptz not null,
    expires_at timestamptz not null,
    state text not null default 'waits' check (state in ('waits', 'filed', 'withdrawn', 'declined', 'expired')),
    ended_by bigint references people,
    ended_at timestamptz,
    case_id uuid references cases,
    together smallint not null default 2 check (together between 2 and 20),
    constraint joint_filings_check1 check ((state = 'filed') = (case_id is not null)),
    constraint joint_filings_check2 check (state not in ('filed', 'declined') or ended_by <> prepared_by),
    constraint joint_filings_end_check check (
        (state = 'waits') = (ended_at is null) and (state in ('waits', 'expired')) = (ended_by is null))
);
create index joint_filings_of_company on joint_filings (company_id);
create index joint_filings_expiring on joint_filings (expires_at);
grant select, insert, update (answers, expires_at, state, ended_by, ended_at, case_id, together), delete
    on joint_filings to mms_app;

-- Who has confirmed a filing of several directors.
create table joint_confirmations (
    filing_id uuid not null references joint_filings on delete cascade,
    person_id bigint not null references people,
    mandate_id uuid not null references mandates,
    confirmed_at timestamptz not null,
    primary key (filing_id, person_id)
);
grant select, insert, delete on joint_confirmations to mms_app;

-- That something waits, was declined or has expired: written with the act, sent by a worker, once.
create table joint_notices (
    id uuid primary key,
    filing_id uuid not null references joint_filings on delete cascade,
    person_id bigint not null references people,
    kind text not null check (kind in ('waits', 'declined', 'expired')),
    written_at timestamptz not null,
    told_by text,
    unique (filing_id, person_id, kind)
);
grant select, insert, update (told_by) on joint_notices to mms_app;
