-- What was answered, without who: to who announced it at any time with the texts, to all as numbers once it is over.
create or replace function announcement_responses(p_id uuid, p_today date)
returns table (kind text, stance text, body text, center int)
language sql stable security definer set search_path = public, pg_temp as $$
    select r.kind, r.stance, case when o.announced_it then r.body else '' end, r.center
    from announcements a cross join lateral (select
            a.municipality_id = any (my_municipalities()::int[])
            or a.municipality_id is null and exists (
                select from role_grants g where g.person_id = my_writer() and g.role = 'national_admin'
                and g.municipality_id is null and g.valid_from <= p_today
                and (g.valid_until is null or g.valid_until > p_today)) as announced_it) o
        join responses r on r.announcement_id = a.id
    where a.id = p_id and (o.announced_it or a.last_on < p_today) order by r.id
$$;
revoke execute on function announcement_responses from public;
grant execute on function announcement_responses to mms_app;
