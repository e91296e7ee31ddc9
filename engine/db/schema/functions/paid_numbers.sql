-- Of what a centre has received: which payment it was, for those who may see the receipt.
create or replace function paid_numbers(p_receipts uuid[]) returns table (receipt_id uuid, number text, purpose jsonb)
language sql stable security definer set search_path = public, pg_temp as $$
    select r.id, p.number, p.purpose from cash_receipts r join payments p on p.id = r.payment_id
    where r.id = any (p_receipts)
      and (worked_at(r.center, r.received_on) or r.municipality_id = any (my_municipalities()))
$$;
revoke execute on function paid_numbers from public;
grant execute on function paid_numbers to mms_app;
