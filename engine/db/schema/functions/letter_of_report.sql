-- Who reports that a letter did not arrive knows its id and not its municipality.
create or replace function letter_of_report(p_id uuid) returns table (applicant_id bigint, mailed_at timestamptz)
language sql stable security definer set search_path = public, pg_temp as $$
    select l.applicant_id, l.mailed_at from letters l where l.id = p_id and is_system()
$$;
revoke execute on function letter_of_report from public;
grant execute on function letter_of_report to mms_app;
