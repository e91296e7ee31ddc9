-- A payment is also settled by cash at a community centre: then its order was never laid before the treasury. A voided
-- receipt leaves the payment voided, and the case asks again.
do $$ declare c record; begin
    for c in select conrelid::regclass as t, conname from pg_constraint
             where contype = 'c' and (conrelid = 'payments'::regclass and pg_get_constraintdef(oid) like '%cancelled%'
                or conrelid = 'payment_attempts'::regclass and (pg_get_constraintdef(oid) like '%failed%'
                   or pg_get_constraintdef(oid) like '%reference IS NOT NULL%')) loop
        execute format('alter table %s drop constraint %I', c.t, c.conname);
    end loop;
end $$;
alter table payments add constraint payments_state_check check (state in ('due', 'paid', 'cancelled', 'voided'));
alter table payment_attempts
    add column means text not null default 'treasury' check (means in ('treasury', 'cash')),
    add constraint payment_attempts_state_check
        check (state in ('open', 'failed', 'paid', 'to_return', 'returned', 'voided')),
    add constraint payment_attempts_reference_check
        check ((state in ('paid', 'to_return', 'returned', 'voided')) = (reference is not null)),
    add constraint payment_attempts_by_means
        check (means = 'treasury' and state <> 'voided' or means = 'cash' and state in ('paid', 'voided'));
