-- A payment by its number, for those who work at a centre today: what it is for, not what the case says. While somebody
-- stands at the desk it is theirs, or does not exist.
create or replace function payment_at_desk(p_number text, p_id uuid, p_center int, p_today date)
returns table (id uuid, number text, municipality_id smallint, municipality jsonb, case_id uuid, service_code text,
               amount_tetri bigint, purpose jsonb, state text, due_at timestamptz, applicant jsonb, is_open boolean,
               is_taken boolean)
language sql stable security definer set search_path = public, pg_temp as $$
    select p.id, p.number, p.municipality_id, m.names, p.case_id, c.service_code, p.amount_tetri, p.purpose, p.state, p.due_at,
           c.applicant_name, p.state = 'due' and c.closed_at is null,
           takes_cash(p.municipality_id, p_center, c.service_code, p_today)
    from payments p join cases c on c.id = p.case_id join municipalities m on m.id = p.municipality_id
    where (p.number = p_number or p.id = p_id)
      and (not acts_for_another() or c.applicant_id = my_visitor())
      and exists (select from role_grants g where g.person_id = my_writer() and g.center = p_center
                  and g.valid_from <= p_today and (g.valid_until is null or g.valid_until > p_today))
$$;
revoke execute on function payment_at_desk from public;
grant execute on function payment_at_desk to mms_app;
