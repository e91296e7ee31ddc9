-- Takes the one place in the country that a register has for a person; false where somebody holds it already.
create or replace function hold_nationally(p_register text, p_person bigint, p_from date, p_entry uuid) returns boolean
language plpgsql security definer set search_path = public, pg_temp as $$
begin
    insert into national_holdings (register, person_id, valid_from, entry_id)
    values (p_register, p_person, p_from, p_entry);
    return true;
exception when exclusion_violation then
    return false;
end $$;
grant execute on function hold_nationally to mms_app;
