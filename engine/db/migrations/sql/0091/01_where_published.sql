-- An act may put a version into force for some municipalities and leave the others what they have.
alter table service_publications
    add column municipalities smallint[] check (cardinality(municipalities) > 0), -- null: all, and those to come
    add column note text check (note ~ '\S');

-- An act that is taken back counts on no day from `ends_on`; what was in force before it is so again.
create table publication_ends (
    publication_id int primary key references service_publications,
    ends_on date not null,
    ended_at timestamptz not null,
    ended_by bigint references people,
    is_demo boolean not null,
    reason text not null check (reason ~ '\S'),
    check (is_demo or ended_by is not null)
);
grant select, insert on publication_ends to mms_app;
alter table publication_ends enable row level security;
create policy readable on publication_ends for select using (true);
create policy system_writes on publication_ends using ((select is_system())) with check ((select is_system()));
create policy analysts_write on publication_ends for insert
    with check ((select draws_services()) and ended_by = (select my_writer()));

drop function is_filed_since(text, timestamptz);
create function is_filed_since(p_code text, p_from timestamptz, p_places smallint[]) returns boolean
language sql stable security definer set search_path = public, pg_temp as $$
    select exists (select from cases c where c.service_code = p_code and c.filed_at >= p_from and draws_services()
                   and (p_places is null or c.municipality_id = any (p_places)))
$$;
grant execute on function is_filed_since(text, timestamptz, smallint[]) to mms_app;
