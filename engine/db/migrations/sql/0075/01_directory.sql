-- The directory of services: who else serves people at community centres, and with what. It is country-wide reference data:
-- everybody reads it, the engine writes it for those who keep it. What nobody knows of a service is left out.
create table partners (
    code text primary key check (code ~ '^[a-z][a-z0-9_]{1,39}$'),
    names jsonb not null,
    source text not null check (source <> ''),
    confidence text not null check (confidence in ('sourced', 'high', 'medium', 'low'))
);
create table partner_services (
    id uuid primary key,
    partner text not null references partners,
    names jsonb not null,
    cells jsonb not null default '{}', -- who, where, cost, documents, steps: each in the languages that it is known in
    link text,
    source text not null check (source <> ''),
    confidence text not null check (confidence in ('sourced', 'high', 'medium', 'low')),
    version int not null default 1,
    changed_on date not null,
    withdrawn_on date
);
create unique index partner_services_once on partner_services (partner, (names->>'ka')) where withdrawn_on is null;
grant select, insert, update on partners, partner_services to mms_app;
do $$ declare t text; begin
    foreach t in array array['partners', 'partner_services'] loop
        execute format('alter table %I enable row level security', t);
        execute format('create policy readable on %I for select using (true)', t);
        execute format('create policy system_writes on %I using ((select is_system())) with check ((select is_system()))', t);
    end loop;
end $$;
