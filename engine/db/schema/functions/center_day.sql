-- What a centre's day holds, for those who work there today.
create or replace function center_day(p_center int, p_from timestamptz, p_until timestamptz, p_today date)
returns table (id uuid, number text, version_id int, municipality jsonb, applicant jsonb, status text, filed_at timestamptz,
               representative jsonb, waits boolean)
language sql stable security definer set search_path = public, pg_temp as $$
    select c.id, c.number, c.version_id, m.names, c.applicant_name, c.status, c.filed_at, c.representative,
           exists (select from tasks t where t.case_id = c.id and t.state = 0 and t.person_id is not null)
    from cases c join municipalities m on m.id = c.municipality_id
    where c.center = p_center and c.filed_at >= p_from and c.filed_at < p_until
      and not exists (select from restricted_cases h where h.case_id = c.id)
      and exists (select from role_grants g where g.person_id = my_writer() and g.center = p_center
                  and g.valid_from <= p_today and (g.valid_until is null or g.valid_until > p_today))
    order by c.filed_at desc
$$;
revoke execute on function center_day from public;
grant execute on function center_day to mms_app;
