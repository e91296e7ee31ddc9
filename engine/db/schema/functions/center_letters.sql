-- Letters of cases filed at a centre that have reached nobody, for those who work there today: not what they say.
create or replace function center_letters(p_center int, p_since timestamptz, p_today date)
returns table (number text, applicant jsonb, municipality jsonb, sent_at timestamptz)
language sql stable security definer set search_path = public, pg_temp as $$
    select c.number, c.applicant_name, m.names, min(l.sent_at)
    from cases c join municipalities m on m.id = c.municipality_id join letters l on l.case_id = c.id
    where c.center = p_center and l.sent_at >= p_since and l.template <> 'receipt'
      and l.read_at is null and l.delivered_on is null
      and not exists (select from restricted_cases h where h.case_id = c.id)
      and exists (select from role_grants g where g.person_id = my_writer() and g.center = p_center
                  and g.valid_from <= p_today and (g.valid_until is null or g.valid_until > p_today))
    group by c.id, c.number, c.applicant_name, m.names order by min(l.sent_at) limit 200
$$;
revoke execute on function center_letters from public;
grant execute on function center_letters to mms_app;
