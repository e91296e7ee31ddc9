-- The treasury may tell of money that was counted by a receipt already, also for another case: that it is known is all
-- that is said.
create or replace function is_bank_money(p_reference text) returns boolean
language sql stable security definer set search_path = public, pg_temp as $$
    select exists (select from payment_attempts a where a.reference = p_reference and a.means = 'bank')
$$;
revoke execute on function is_bank_money from public;
grant execute on function is_bank_money to mms_app;
