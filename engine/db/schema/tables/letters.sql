-- Documents of cases, letters and notices to applicants.

-- Files lie in the file store under their digest; a row says whose they are. The package of a closed case is a document
-- of it, which is no part of the next package.
create table documents (
    id uuid primary key,
    digest bytea not null,
    municipality_id smallint not null references municipalities,
    case_id uuid references cases,
    owner_id bigint references people,
    -- signed: a file that is issued; scan: a paper that was signed by hand and scanned
    kind text not null check (kind in ('upload', 'draft', 'order', 'signed', 'scan', 'package')),
    name text not null,
    title text not null,
    type text not null,
    size int not null,
    added_at timestamptz not null,
    titles jsonb, -- what an act is called in each language; the act itself is written in the official one
    signatures jsonb -- what they were worth when it was received, as of `uploads`
);
create index documents_of_case on documents (case_id, added_at);
create index documents_by_digest on documents (digest);
create trigger begin_proof after insert on documents for each row
    when (new.case_id is not null and new.municipality_id is not null and is_proof(new.kind, new.signatures))
    execute function begin_proof();
grant select, insert, update on documents to mms_app;

-- Until when a signed document proves itself, and the file that bears its newer time stamps. What is signed gets a
-- row with its document; `due_at` is when a worker looks at it, null where there is nothing to renew.
create table proofs (
    case_id uuid not null references cases,
    digest bytea not null,
    municipality_id smallint not null references municipalities,
    due_at timestamptz,
    proven_until timestamptz,
    renewed bytea,
    renewed_at timestamptz,
    problem text,
    primary key (case_id, digest),
    check ((renewed is null) = (renewed_at is null))
);
create index proofs_due on proofs (due_at) where due_at is not null;
create index proofs_with_problem on proofs (due_at) where problem is not null;
create index proofs_by_renewed on proofs (renewed) where renewed is not null;
grant select, insert, update (due_at, proven_until, renewed, renewed_at, problem) on proofs to mms_app;

-- A letter to an applicant. It counts in the language that its applicant chose; beside it lies what it says in the
-- others. Proof of delivery: an act has force from the day it was made known (General Administrative Code, art. 54), and
-- the term of an appeal is counted from that day. A copy by mail or SMS proves nothing.
create table letters (
    id uuid primary key,
    case_id uuid not null references cases,
    municipality_id smallint not null,
    applicant_id bigint not null,
    template text not null,
    language text not null,
    subject text not null,
    body text not null,
    document bytea,
    sent_at timestamptz not null,
    mailed_at timestamptz,
    read_at timestamptz,
    -- What became of the copy of a letter; empty while it is on its way.
    copied_by text check (copied_by in ('email', 'sms', 'portal', 'unreachable')),
    delivered_on date,
    delivered_by text check (delivered_by in ('portal', 'hand', 'post', 'announcement')),
    others jsonb not null default '{}', -- by language: subject and body
    constraint delivered_whole check ((delivered_on is null) = (delivered_by is null))
);
create index letters_of_applicant on letters (applicant_id, sent_at desc);
create index letters_of_case on letters (case_id, sent_at);
create index letters_by_document on letters (document) where document is not null;
grant select, insert, update on letters to mms_app;

-- That something waits for an applicant, told by the way they chose: a message of the office, or an answer whose
-- last day comes near. What it says stays on the page of the case. A person is also told that the planned end of a state
-- of their entry comes near, once for the case that brought it.
create table applicant_notices (
    id uuid primary key,
    case_id uuid not null references cases,
    municipality_id smallint not null references municipalities,
    applicant_id bigint not null references people,
    kind text not null check (kind in ('message', 'answer_due', 'planned_end')),
    last_day date,
    written_at timestamptz not null,
    told_by text,
    check ((kind = 'message') = (last_day is null))
);
create index applicant_notices_of_case on applicant_notices (case_id);
create unique index applicant_notices_of_planned_end on applicant_notices (case_id) where kind = 'planned_end';
grant select, insert, update (told_by) on applicant_notices to mms_app;

-- How a person wants to hear of letters: for all cases, and for one case otherwise. Letters always lie in the portal.
create table notification_choices (
    id bigint generated always as identity primary key,
    person_id bigint not null references people,
    case_id uuid references cases,
    channel text not null check (channel in ('email', 'sms', 'portal')),
    contact_id bigint references contacts,
    language text not null check (language in ('ka', 'en')),
    chosen_at timestamptz not null,
    check ((channel = 'portal') = (contact_id is null)),
    unique nulls not distinct (person_id, case_id)
);
grant select, insert, update (channel, contact_id, language, chosen_at), delete
    on notification_choices to mms_app;
