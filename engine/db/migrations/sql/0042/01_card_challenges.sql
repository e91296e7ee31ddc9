-- What a card is asked to sign, so that nobody can show an old answer: each is good once, and for minutes.
create table card_challenges (
    nonce_hash bytea primary key,
    expires_at timestamptz not null
);
create index card_challenges_by_age on card_challenges (expires_at);
alter table card_challenges enable row level security;
create policy system_only on card_challenges using ((select is_system())) with check ((select is_system()));
grant select, insert, delete on card_challenges to mms_app;
