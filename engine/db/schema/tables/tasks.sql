-- Steps that wait for people, and the lists of those people.

-- A step that waits for a person. Tasks are opened and ended by steps alone, so what holds of them is looked at once, in
-- `record_step`, instead of by constraints: PostgreSQL reads the text of each check anew for every statement, and looks
-- up rows that the step has just locked. Neither cases nor people are deleted; `mms reconcile` looks for tasks that name
-- none.
create table tasks (
    id uuid primary key,
    case_id uuid not null,
    municipality_id smallint not null,
    applicant_id bigint not null,
    token text not null,
    element text not null,
    form_id text not null,
    role text,
    unit_code text,
    person_id bigint references people,
    claimed_by bigint references people,
    state smallint not null default 0, -- 0 open, 1 done, 2 cancelled
    opened_at timestamptz not null,
    due_at timestamptz,
    term jsonb, -- where due_at comes from a term: its name, number, unit, law
    deadline_at timestamptz not null,
    closed_at timestamptz,
    closed_by bigint,
    answers jsonb,
    reminded smallint, -- the share of a term that its people were last reminded of
    -- How urgent a task is: 100 less the priority that its diagram gives it, so that lists and their indexes go one way,
    -- by the legal deadline first. (An index over an expression would not serve: row-level security lets only operators
    -- be looked at before it that can't fail.)
    rank smallint not null default 50,
    is_drafted boolean not null default false, -- whether anybody has saved its form, so that ending it need not look
    -- When whose an open step is, or until when, was last changed, and by whom; null: by the system.
    touched_at timestamptz,
    touched_by bigint,
    unique (case_id, token)
) with (fillfactor = 85);
create index tasks_inbox on tasks (municipality_id, role, deadline_at, rank, id) where state = 0;
-- A task that nobody has claimed, or that no person was named for, is on nobody's own list.
create index tasks_mine on tasks (claimed_by, deadline_at, rank, id) where state = 0 and claimed_by is not null;
create index tasks_of_person on tasks (person_id, deadline_at, rank, id) where state = 0 and person_id is not null;
-- The sweep learns which tasks of applicants end soon and were open long enough to be forgotten, nothing of them.
create index tasks_of_applicants_due on tasks (due_at) where state = 0 and person_id = applicant_id;
-- What is new in a list is counted from its end: all that is open need not be looked through.
create index tasks_opened on tasks (municipality_id, role, opened_at) where state = 0;
-- Tasks are opened and ended by record_step alone, which runs as its owner.
grant select, update (claimed_by, due_at, deadline_at, reminded, touched_at, touched_by) on tasks to mms_app;

-- What somebody has put into the form of a task without finishing it. It is that person's alone, also towards
-- colleagues and towards the office that an applicant has not answered yet.
create table task_drafts (
    task_id uuid not null references tasks,
    person_id bigint not null references people,
    answers jsonb not null,
    version int not null,
    saved_in text not null, -- the window
    saved_at timestamptz not null,
    primary key (task_id, person_id)
);
create trigger drafts_begin before insert on task_drafts for each row execute function note_task_draft();
create trigger leave_uploads after delete on task_drafts for each row execute function leave_uploads();
grant select, insert, update, delete on task_drafts to mms_app;

-- When somebody last looked at each of their lists, and before that: what has come since is marked there.
create table list_looks (
    person_id bigint not null references people,
    list text not null check (list in ('mine', 'unit', 'unassigned', 'all', 'waiting')),
    looked_at timestamptz not null,
    before_at timestamptz check (before_at < looked_at),
    primary key (person_id, list)
);
grant select, insert, update on list_looks to mms_app;

-- A part of a list under a name: of one person, or of all who work in a unit (without one: in the municipality).
create table saved_filters (
    id uuid primary key,
    owner_id bigint not null references people,
    municipality_id smallint not null references municipalities,
    unit_code text references units,
    is_shared boolean not null,
    name text not null check (name ~ '\S' and length(name) <= 60),
    list text not null check (list in ('mine', 'unit', 'unassigned', 'all', 'waiting')),
    due text check (due in ('overdue', 'soon', 'none', 'new')),
    service text check (length(service) <= 120 and service ~ '^[a-z][a-z0-9_]*\.[a-z][a-z0-9_]*$'),
    version int not null default 1,
    saved_at timestamptz not null,
    check (is_shared or unit_code is null)
);
create index saved_filters_of_owner on saved_filters (owner_id);
create index saved_filters_shared on saved_filters (municipality_id) where is_shared;
grant select, insert, update (name, version), delete on saved_filters to mms_app;
