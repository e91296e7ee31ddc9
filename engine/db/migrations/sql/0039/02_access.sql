-- What belongs to whoever sits at the keyboard, for whomever they act.
alter policy own on drafts using (
    person_id = (select my_writer())
    and (not (select acts_for_another()) or on_behalf_of = (select my_person())::text));
alter policy own on task_drafts using (person_id = (select my_writer()));
alter policy own on uploads using (owner_id = (select my_writer()));
alter policy own on sessions using (person_id = (select my_writer()));
alter policy own on kept_forms using (person_id = (select my_writer()) or (select is_system()));
alter policy own on contacts using (person_id = (select my_writer()) or (select is_system()));
alter policy own on person_enquiries using (asked_by = (select my_writer()));
alter policy own on unreachable using (person_id = (select my_writer()) or (select is_system()));
alter policy own on notification_choices
    using (person_id = (select my_writer()) or (select is_system()))
    with check (person_id = (select my_writer()) or (select is_system()));
alter policy own on command_keys using (
    actor = case when (select is_system()) then 'system' else 'person:' || coalesce((select my_writer())::text, 'None') end);
alter policy principal on role_grants using (
    person_id = (select my_writer()) or (select is_system())
    or municipality_id = any ((select my_municipalities())::int[]));
alter policy read_own on stream_events using (
    (select is_system()) or stream = 'sign-ins/' || (select my_writer())
    or exists (select from cases c where stream = 'reads/' || c.id));
alter policy principal on documents using (
    municipality_id = any ((select my_municipalities())::int[]) and case_id is not null
    or owner_id = (select my_writer())
    or exists (select from cases c where c.id = case_id));
alter policy principal on people using (
    id = (select my_person()) or id = (select my_writer()) or (select is_system())
    or exists (select from role_grants g where g.person_id = people.id)
    or exists (select from mandates m where m.represented_id = people.id and m.representative_id = (select my_writer()))
    or exists (select from cases c where c.applicant_id = people.id));

-- A mandate for some areas: as for who came by a code, what the case hides its parts hide too.
drop policy card_only on cases;
create policy within_reach on cases as restrictive using (
    (not needs_card or not (select came_by_code()))
    and ((select my_areas()) is null or area = any ((select my_areas())::text[])));
do $$ declare t text; begin
    foreach t in array array['tasks', 'letters'] loop
        execute format('drop policy card_only on %I', t);
    end loop;
    foreach t in array array['tasks', 'letters'] loop
        execute format('create policy within_reach on %I as restrictive using (
            not (select sees_some_cases()) or exists (select from cases c where c.id = case_id))', t);
    end loop;
    foreach t in array array['case_messages', 'applicant_notices', 'register_entries'] loop
        execute format('create policy within_reach on %I as restrictive using (
            (select my_areas()) is null or exists (select from cases c where c.id = case_id))', t);
    end loop;
end $$;
create policy within_reach on certificates as restrictive using ((select my_areas()) is null);
