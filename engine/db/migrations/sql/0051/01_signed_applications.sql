-- An application that is signed before it is filed: there is no case yet, and nobody but its writer sees it.
alter table signings alter column case_id drop not null, alter column task_id drop not null;
alter table signings add column service_code text;
alter table signings add constraint signings_of_what check ((task_id is null) = (service_code is not null));
grant update (case_id) on signings to mms_app;
alter policy concerned on signings using (
    case_id is not null and municipality_id = any ((select my_municipalities())::int[])
    or applicant_id = (select my_person())
    or exists (select from signers s where s.signing_id = id and s.person_id = (select my_writer())));
