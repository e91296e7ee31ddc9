-- A payment is also settled by the receipt of a bank that finance found in the treasury's statement: its order was never
-- laid before the treasury. A receipt covers one payment, whatever its case.
alter table payment_attempts
    add column receipt_number text,
    drop constraint payment_attempts_means_check,
    drop constraint payment_attempts_by_means,
    add constraint payment_attempts_means_check check (means in ('treasury', 'cash', 'bank')),
    add constraint payment_attempts_by_means
        check (means = 'treasury' and state <> 'voided' or means = 'cash' and state in ('paid', 'voided')
               or means = 'bank' and state in ('paid', 'to_return', 'returned')),
    add constraint payment_attempts_receipt_check check ((means = 'bank') = (receipt_number is not null));
create unique index bank_receipt_once on payment_attempts (receipt_number, paid_at, paid_tetri)
    where receipt_number is not null;
