-- The place in the country goes on to the next entry; after a final one it is free from its day.
create or replace function pass_holding(p_register text, p_person bigint, p_from uuid, p_to uuid, p_free_from date) returns void
language sql security definer set search_path = public, pg_temp as $$
    update national_holdings
    set entry_id = p_to,
        valid_until = case when p_free_from is null then valid_until else greatest(valid_from, p_free_from) end
    where register = p_register and person_id = p_person and entry_id = p_from
$$;
revoke execute on function pass_holding from public;
grant execute on function pass_holding to mms_app;
