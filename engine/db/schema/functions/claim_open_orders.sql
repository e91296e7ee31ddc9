-- The sweep claims orders to be asked about, of every municipality, and sees nothing else of them. What a dead
-- sweep had claimed is free again after a while.
create or replace function claim_open_orders(p_now timestamptz, p_until timestamptz, p_limit int)
returns table (id uuid) language sql volatile security definer set search_path = public, pg_temp as $$
    update payment_attempts a set ask_at = p_until
    from (select o.id from payment_attempts o where o.state = 'open' and o.ask_at <= p_now
          order by o.ask_at, o.id limit p_limit for update skip locked) due
    where a.id = due.id returning a.id
$$;
grant execute on function claim_open_orders to mms_app;
