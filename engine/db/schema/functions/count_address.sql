-- Counts a request of an address without a name, and says how many there were in this hour.
create or replace function count_address(p_kind text, p_mac bytea, p_now timestamptz) returns int
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare counted int;
begin
    delete from address_counts where address_counts.hour < p_now - interval '1 day';
    insert into address_counts as a (kind, address_mac, hour, number)
    values (p_kind, p_mac, date_trunc('hour', p_now), 1)
    on conflict (kind, address_mac, hour) do update set number = a.number + 1
    returning a.number into counted;
    return counted;
end $$;
revoke execute on function count_address from public;
grant execute on function count_address to mms_app;
