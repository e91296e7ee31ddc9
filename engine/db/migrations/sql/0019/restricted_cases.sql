-- Cases that a named few of the office see, beside the applicant: of victims of violence, for example.
create table restricted_cases (
    case_id uuid primary key references cases,
    municipality_id smallint not null references municipalities,
    restricted_at timestamptz not null
);
create index restricted_cases_of_municipality on restricted_cases (municipality_id);
grant select, insert on restricted_cases to mms_app;
alter table restricted_cases enable row level security;
create policy with_case on restricted_cases using (exists (select from cases c where c.id = case_id));

-- What such a case hides its parts hide too, where a policy shows them by the municipality. Whatever is visible with
-- its case needs nothing here.
create policy restricted on cases as restrictive using (id <> all ((select hidden_cases())::uuid[]));
create policy restricted on tasks as restrictive using (case_id <> all ((select hidden_cases())::uuid[]));
create policy restricted on letters as restrictive using (case_id <> all ((select hidden_cases())::uuid[]));
create policy restricted on case_words as restrictive using (case_id <> all ((select hidden_cases())::uuid[]));
create policy restricted on case_notes as restrictive using (case_id <> all ((select hidden_cases())::uuid[]));
create policy restricted on case_messages as restrictive using (case_id <> all ((select hidden_cases())::uuid[]));
create policy restricted on stepped_aside as restrictive using (case_id <> all ((select hidden_cases())::uuid[]));
create policy restricted on applicant_notices as restrictive using (case_id <> all ((select hidden_cases())::uuid[]));
create policy restricted on register_entries as restrictive using (case_id <> all ((select hidden_cases())::uuid[]));
create policy restricted on register_notes as restrictive using (case_id <> all ((select hidden_cases())::uuid[]));
create policy restricted on register_answers as restrictive using (case_id <> all ((select hidden_cases())::uuid[]));
create policy restricted on cash_receipts as restrictive using (case_id <> all ((select hidden_cases())::uuid[]));
create policy restricted on told_changes as restrictive using (case_id <> all ((select hidden_cases())::uuid[]));
create policy restricted on staff_notices as restrictive using (case_id <> all ((select hidden_cases())::uuid[]));
create policy restricted on proofs as restrictive using (case_id <> all ((select hidden_cases())::uuid[]));
create policy restricted on quality_checks as restrictive using (case_id <> all ((select hidden_cases())::uuid[]));
create policy restricted on documents as restrictive using (
    case_id is null or case_id <> all ((select hidden_cases())::uuid[]));
create policy restricted on signings as restrictive using (
    case_id is null or case_id <> all ((select hidden_cases())::uuid[]));
create policy restricted on reserved_numbers as restrictive using (
    case_id is null or case_id <> all ((select hidden_cases())::uuid[]));
create policy restricted on register_corrections as restrictive using (
    exists (select from register_entries e where e.id = entry_id));
create policy restricted on certificates as restrictive using (
    (select hidden_cases()) = '{}' or exists (select from register_entries e where e.id = entry_id));
