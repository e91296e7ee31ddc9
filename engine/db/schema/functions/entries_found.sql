-- Which entries of a register of the principal's municipality answer a question on a day, up to a limit. A function,
-- because a policy would look at every entry before the words are asked for.
create or replace function entries_found(p_register text, p_municipality int, p_question text, p_on date, p_limit int)
returns setof uuid
language sql stable security definer set search_path = public, pg_temp as $$
    select e.id from register_entries e
    where p_municipality = any (my_municipalities()) and e.municipality_id = p_municipality
      and e.register = p_register and e.words @@ cast(p_question as tsquery) and e.superseded_by is null
      and e.valid_from <= p_on and (e.valid_until is null or e.valid_until > p_on)
    limit p_limit
$$;
revoke execute on function entries_found from public;
grant execute on function entries_found to mms_app;
