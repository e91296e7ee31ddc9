-- Tasks outside the diagram: a question on a case to a colleague, or to whoever holds an office, with its answer.
create table adhoc_tasks (
    id uuid primary key,
    case_id uuid not null references cases,
    municipality_id smallint not null references municipalities,
    asked_by bigint not null references people,
    person_id bigint references people, -- who is asked, or
    role text, -- which office
    question text not null check (question ~ '\S' and length(question) <= 4000),
    due_on date not null,
    asked_at timestamptz not null,
    answer text check (answer ~ '\S' and length(answer) <= 4000),
    answered_by bigint references people,
    answered_at timestamptz,
    withdrawn_at timestamptz,
    check ((person_id is null) <> (role is null)),
    check ((answer is null) = (answered_at is null) and (answer is null) = (answered_by is null)),
    check (answer is null or withdrawn_at is null)
);
create index adhoc_tasks_of_case on adhoc_tasks (case_id, asked_at);
create index adhoc_tasks_open on adhoc_tasks (municipality_id, due_on)
    where answered_at is null and withdrawn_at is null;
create index adhoc_tasks_asked_by on adhoc_tasks (asked_by, asked_at desc);
grant select, insert, update (answer, answered_by, answered_at, withdrawn_at) on adhoc_tasks to mms_app;
alter table adhoc_tasks enable row level security;
-- As with notes: no applicant reads it, not even one who works there, and a restricted case hides it.
create policy of_office on adhoc_tasks using (
    municipality_id = any ((select my_municipalities())::int[])
    and not exists (select from cases c where c.id = adhoc_tasks.case_id and c.applicant_id = (select my_person())));
create policy restricted on adhoc_tasks as restrictive using (case_id <> all ((select hidden_cases())::uuid[]));
