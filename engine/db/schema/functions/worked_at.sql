-- Whether the principal works at a centre, or worked there on a day.
create or replace function worked_at(p_center int, p_day date) returns boolean language sql stable as $$
    select exists (select from role_grants g where g.person_id = my_writer() and g.center = p_center
                   and (g.valid_until is null or g.valid_until > p_day))
$$;
grant execute on function worked_at to mms_app;
