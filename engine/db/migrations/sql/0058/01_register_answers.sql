-- What state registers answered, as evidence of the case: the ground and purpose that were stated, and the digest of
-- the answer. One that was given again to the same question of the same case names the answer that it repeats.
create table register_answers (
    id uuid primary key,
    case_id uuid not null references cases,
    municipality_id smallint not null references municipalities,
    register text not null,
    operation text not null,
    about text not null, -- the personal number that was asked about
    person_id bigint references people,
    legal_ground text not null check (legal_ground ~ '\S'),
    purpose text not null check (purpose ~ '\S'),
    answer jsonb not null,
    digest bytea not null check (length(digest) = 32),
    repeats uuid references register_answers,
    answered_at timestamptz not null
);
create index register_answers_of_case on register_answers (case_id, operation, answered_at desc);
create index register_answers_of_person on register_answers (person_id);
grant select, insert on register_answers to mms_app;
alter table register_answers enable row level security;
create policy principal on register_answers using (
    municipality_id = any ((select my_municipalities())::int[]) or person_id = (select my_person()));
