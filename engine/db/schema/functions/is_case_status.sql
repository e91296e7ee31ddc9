-- What states a case can have. All in the row of a case is changed by steps, and PostgreSQL reads the text of each check
-- anew for every statement: the call is short.
create or replace function is_case_status(p_status text) returns boolean language plpgsql immutable as $$
begin
    return p_status in ('received', 'in_review', 'decided', 'left_without_decision', 'closed');
end $$;
