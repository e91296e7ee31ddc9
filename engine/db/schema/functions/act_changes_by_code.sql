-- What later acts did to the act that has a code: whoever holds the paper does not see it there.
create or replace function act_changes_by_code(p_code text)
returns table (change text, since date, order_number text)
language sql stable security definer set search_path = public, pg_temp as $$
    select a.change, a.since, a.order_number
    from signings g join act_changes a on a.case_id = g.case_id
    where g.code = p_code and g.state = 'done' and g.is_act
    order by a.recorded_at, a.id
$$;
revoke execute on function act_changes_by_code from public;
grant execute on function act_changes_by_code to mms_app;
