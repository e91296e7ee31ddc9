-- Who draws services or publishes them, for the whole country and with the card; their days the application knows.
create or replace function draws_services() returns boolean language sql stable security definer set search_path = public, pg_temp as $$
    select coalesce(current_setting('mms.system', true), '') = 'on'
        or coalesce(current_setting('mms.system', true), '') = ''
            and exists (select from role_grants g where g.person_id = my_writer() and g.municipality_id is null
                        and g.role in ('analyst', 'publisher')
                        and (g.valid_until is null or g.valid_until > g.valid_from))
$$;
revoke execute on function draws_services from public;
grant execute on function draws_services to mms_app;
