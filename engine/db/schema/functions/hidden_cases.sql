-- The restricted cases of the principal's municipalities that are hidden from them: few, and read once for a statement.
-- Whoever may see them has the municipality with a minus sign too; applicants see their own.
create or replace function hidden_cases() returns uuid[]
language sql stable security definer set search_path = public, pg_temp as $$
    select case when is_system() or my_municipalities() = '{}' then '{}'::uuid[] else coalesce((
        select array_agg(r.case_id) from restricted_cases r join cases c on c.id = r.case_id
        where r.municipality_id = any (my_municipalities()) and -r.municipality_id <> all (my_municipalities())
          and c.applicant_id is distinct from my_person()), '{}') end
$$;
revoke execute on function hidden_cases from public;
grant execute on function hidden_cases to mms_app;
