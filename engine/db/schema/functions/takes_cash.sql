-- Whether a centre takes cash for a service of a municipality on a day.
create or replace function takes_cash(p_municipality int, p_center int, p_service text, p_on date) returns boolean
language sql stable set search_path = public, pg_temp as $$
    select coalesce((select r.is_taken from cash_rules r
        where r.municipality_id = p_municipality and r.center = p_center and r.service_code in ('', p_service)
          and r.valid_from <= p_on
        order by r.service_code desc, r.id desc limit 1), false)
$$;
grant execute on function takes_cash to mms_app;
