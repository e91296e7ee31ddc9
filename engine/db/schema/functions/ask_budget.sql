-- Ask a line for money: reserved at once, or waiting where there is not enough or where somebody who filed earlier
-- waits. Null where the municipality has no such line, or where this principal may not ask for the case.
create or replace function ask_budget(
    p_id uuid, p_case uuid, p_year smallint, p_code text, p_amount bigint, p_now timestamptz,
    p_programme text default null
) returns text language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
    v_case cases;
    v_line budget_lines;
    v_state text;
begin
    select * into v_case from cases where id = p_case;
    if not found or not (v_case.municipality_id = any (my_municipalities()) or v_case.applicant_id = my_person())
    then
        return null;
    end if;
    select * into v_line from budget_lines
    where municipality_id = v_case.municipality_id and year = p_year and code = p_code for update;
    if not found then
        return null;
    end if;
    v_state := case
        when p_amount > v_line.amount_tetri - v_line.committed_tetri then 'waiting'
        when exists (select from budget_requests r where r.line_id = v_line.id and r.state = 'waiting'
                     and (r.filed_at, r.case_id) < (v_case.filed_at, p_case)) then 'waiting'
        else 'reserved' end;
    insert into budget_requests (id, line_id, municipality_id, case_id, amount_tetri, filed_at, asked_at, state,
                                 programme)
    values (p_id, v_line.id, v_case.municipality_id, p_case, p_amount, v_case.filed_at, p_now, v_state, p_programme);
    return v_state;
end $$;
revoke execute on function ask_budget from public;
grant execute on function ask_budget to mms_app;
