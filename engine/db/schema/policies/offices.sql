-- Who sees offices, tokens and accounts.

alter table role_grants enable row level security;
create policy principal on role_grants using (
    person_id = (select my_writer()) or (select is_system())
    or municipality_id = any ((select my_municipalities())::int[]));

alter table service_accounts enable row level security;
create policy system_only on service_accounts using ((select is_system()));
create policy own on service_accounts for select using (responsible_id = (select my_writer()));

alter table service_account_secrets enable row level security;
create policy system_only on service_account_secrets using ((select is_system()));

alter table access_tokens enable row level security;
create policy system_only on access_tokens using ((select is_system()));
create policy own on access_tokens for select using (person_id = (select my_writer()));
