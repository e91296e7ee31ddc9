-- What anybody may know who holds a receipt.
create or replace function cash_receipt_by_code(p_code text)
returns table (number int, center jsonb, municipality jsonb, payment text, amount_tetri bigint, received_at timestamptz,
               is_voided boolean)
language sql stable security definer set search_path = public, pg_temp as $$
    select r.number, k.names, m.names, p.number, r.amount_tetri, r.received_at, v.receipt_id is not null
    from cash_receipts r join centers k on k.number = r.center join municipalities m on m.id = r.municipality_id
    join payments p on p.id = r.payment_id left join cash_voids v on v.receipt_id = r.id where r.code = p_code
$$;
revoke execute on function cash_receipt_by_code from public;
grant execute on function cash_receipt_by_code to mms_app;
