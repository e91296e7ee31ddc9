-- Who sees what is being signed.

alter table signings enable row level security;
create policy concerned on signings using (
    case_id is not null and municipality_id = any ((select my_municipalities())::int[])
    or applicant_id = (select my_person())
    or exists (select from signers s where s.signing_id = id and s.person_id = (select my_writer())));

alter table signers enable row level security;
create policy concerned on signers using (
    municipality_id = any ((select my_municipalities())::int[]) or applicant_id = (select my_person())
    or person_id = (select my_writer()));

alter table preparations enable row level security;
create policy own on preparations using (person_id = (select my_writer()) or (select is_system()));

alter table reserved_numbers enable row level security;
create policy principal on reserved_numbers using (
    municipality_id = any ((select my_municipalities())::int[]) or (select my_person()) is not null);
