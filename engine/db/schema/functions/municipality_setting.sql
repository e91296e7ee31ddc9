-- What is set for a municipality on a day.
create or replace function municipality_setting(p_municipality int, p_name text, p_on date) returns jsonb
language sql stable set search_path = public, pg_temp as $$
    select content from municipality_settings
    where municipality_id = p_municipality and name = p_name and valid_from <= p_on order by id desc limit 1
$$;
grant execute on function municipality_setting to mms_app;
