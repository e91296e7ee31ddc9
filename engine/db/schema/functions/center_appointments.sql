-- The appointments of a day, for those who work at the centre today.
create or replace function center_appointments(p_center int, p_day date, p_today date)
returns table (id uuid, at_time time, given_name jsonb, family_name jsonb, name text, phone text, what text,
               is_cancelled boolean, has_come boolean)
language sql stable security definer set search_path = public, pg_temp as $$
    select a.id, a.at_time, p.given_name, p.family_name, a.name, a.phone, a.what, a.cancelled_at is not null,
           a.came_at is not null
    from appointments a left join people p on p.id = a.person_id
    where a.center = p_center and a.on_day = p_day
      and exists (select from role_grants g where g.person_id = my_writer() and g.center = p_center
                  and g.valid_from <= p_today and (g.valid_until is null or g.valid_until > p_today))
    order by a.at_time, a.made_at
$$;
revoke execute on function center_appointments from public;
grant execute on function center_appointments to mms_app;
