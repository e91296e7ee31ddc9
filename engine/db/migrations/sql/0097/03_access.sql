do $$ declare t text; begin
    foreach t in array array['cash_rules', 'cash_series', 'cash_receipts', 'cash_voids', 'cash_counts', 'cash_confirmations',
                             'cash_deposits', 'cash_deposited'] loop
        execute format('alter table %I enable row level security', t);
        execute format('create policy system_writes on %I using ((select is_system())) with check ((select is_system()))', t);
    end loop;
end $$;
create policy readable on cash_rules for select using (true);

-- Those see a row who work at the centre, or worked there on its day; and the municipality whose money it is.
create function worked_at(p_center int, p_day date) returns boolean language sql stable as $$
    select exists (select from role_grants g where g.person_id = my_writer() and g.center = p_center
                   and (g.valid_until is null or g.valid_until > p_day))
$$;
grant execute on function worked_at(int, date) to mms_app;
create policy of_center on cash_receipts for select using (worked_at(center, received_on));
create policy of_center on cash_counts for select using (worked_at(center, on_day));
create policy of_center on cash_confirmations for select using (worked_at(center, on_day));
create policy of_center on cash_deposits for select using (worked_at(center, deposited_on));
create policy office on cash_receipts for select using (municipality_id = any ((select my_municipalities())::int[]));
create policy office on cash_deposits for select using (municipality_id = any ((select my_municipalities())::int[]));
create policy with_receipt on cash_voids for select using (exists (select from cash_receipts r where r.id = receipt_id));
create policy with_receipt on cash_deposited for select using (exists (select from cash_receipts r where r.id = receipt_id));

-- A payment by its number, for those who work at a centre today: what it is for, not what the case says. While somebody
-- stands at the desk it is theirs, or does not exist.
create function payment_at_desk(p_number text, p_id uuid, p_center int, p_today date)
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
-- What anybody may know who holds a receipt.
create function cash_receipt_by_code(p_code text)
returns table (number int, center jsonb, municipality jsonb, payment text, amount_tetri bigint, received_at timestamptz,
               is_voided boolean)
language sql stable security definer set search_path = public, pg_temp as $$
    select r.number, k.names, m.names, p.number, r.amount_tetri, r.received_at, v.receipt_id is not null
    from cash_receipts r join centers k on k.number = r.center join municipalities m on m.id = r.municipality_id
    join payments p on p.id = r.payment_id left join cash_voids v on v.receipt_id = r.id where r.code = p_code
$$;
-- Of what a centre has received: which payment it was, for those who may see the receipt.
create function paid_numbers(p_receipts uuid[]) returns table (receipt_id uuid, number text, purpose jsonb)
language sql stable security definer set search_path = public, pg_temp as $$
    select r.id, p.number, p.purpose from cash_receipts r join payments p on p.id = r.payment_id
    where r.id = any (p_receipts)
      and (worked_at(r.center, r.received_on) or r.municipality_id = any (my_municipalities()))
$$;
revoke execute on function payment_at_desk(text, uuid, int, date), cash_receipt_by_code(text), paid_numbers(uuid[]) from public;
grant execute on function payment_at_desk(text, uuid, int, date), cash_receipt_by_code(text), paid_numbers(uuid[]) to mms_app;
