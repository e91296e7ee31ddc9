-- Whoever comes back from the treasury, or the treasury itself, names an order; where it belongs is all they learn.
create or replace function place_of_order(p_id uuid)
returns table (municipality_id smallint, case_id uuid, state text) language sql stable security definer
set search_path = public, pg_temp as $$
    select a.municipality_id, a.case_id, a.state from payment_attempts a where a.id = p_id
$$;
grant execute on function place_of_order to mms_app;
