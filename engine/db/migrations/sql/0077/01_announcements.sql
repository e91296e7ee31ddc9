-- What municipalities and the state tell people: everybody reads it, the engine writes it for those who may announce.
create table announcements (
    id uuid primary key,
    municipality_id smallint references municipalities, -- null: the state
    kind text not null check (kind in ('announcement', 'new_service', 'law', 'event', 'consultation')),
    titles jsonb not null,
    bodies jsonb not null,
    audience text[], -- codes of municipalities; null: the whole country
    first_on date not null,
    last_on date not null,
    published_by bigint not null references people,
    published_at timestamptz not null,
    withdrawn_on date,
    outcome jsonb, -- what came of what people answered
    check (last_on >= first_on)
);
create index announcements_by_day on announcements (last_on desc);
grant select, insert, update (withdrawn_on, outcome) on announcements to mms_app;
alter table announcements enable row level security;
create policy readable on announcements for select using (true);
create policy system_writes on announcements using ((select is_system())) with check ((select is_system()));

-- What somebody answered: once, by themselves or at the desk of a centre on proof that they stood there.
create table responses (
    id uuid primary key, -- by chance: the order of coming tells nothing
    announcement_id uuid not null references announcements,
    person_id bigint not null references people,
    kind text not null check (kind in ('opinion', 'sign_up')),
    stance text check (stance in ('for', 'against', 'other')),
    body text not null default '',
    center int references centers,
    mandate_id uuid references mandates,
    given_on date not null,
    unique (announcement_id, person_id),
    check ((kind = 'opinion') = (stance is not null)),
    check ((center is null) = (mandate_id is null))
);
grant select, insert on responses to mms_app;
alter table responses enable row level security;
-- Oneself, or whoever stands at the desk; and a mandate stands for nobody else than that visitor.
create policy own on responses using (person_id = coalesce((select my_person()), (select my_visitor())))
    with check (person_id = coalesce((select my_person()), (select my_visitor()))
                and center is not distinct from (select my_center()));

-- What was answered, without who: to who announced it at any time with the texts, to all as numbers once it is over.
create function announcement_responses(p_id uuid, p_today date)
returns table (kind text, stance text, body text, center int)
language sql stable security definer set search_path = public, pg_temp as $$
    select r.kind, r.stance, case when o.announced_it then r.body else '' end, r.center
    from announcements a cross join lateral (select
            a.municipality_id = any (my_municipalities()::int[])
            or a.municipality_id is null and exists (
                select from role_grants g where g.person_id = my_writer() and g.role = 'national_admin'
                and g.municipality_id is null and g.valid_from <= p_today
                and (g.valid_until is null or g.valid_until > p_today)) as announced_it) o
        join responses r on r.announcement_id = a.id
    where a.id = p_id and (o.announced_it or a.last_on < p_today) order by r.id
$$;
revoke execute on function announcement_responses(uuid, date) from public;
grant execute on function announcement_responses(uuid, date) to mms_app;
