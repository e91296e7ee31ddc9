-- What people are told and asked, and what they say.

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

-- What a question to the municipality is about, where it is about something announced.
create table case_announcements (
    case_id uuid primary key references cases,
    announcement_id uuid not null references announcements,
    municipality_id smallint not null references municipalities
);
create index case_announcements_about on case_announcements (announcement_id);
grant select, insert on case_announcements to mms_app;

-- What people say of a page or of a service that they have had. Nothing tells who it was.
create table feedback (
    id uuid primary key,
    kind text not null check (kind in ('page', 'service')),
    page text not null check (length(page) <= 120),
    service_code text check (length(service_code) <= 120),
    municipality_id smallint references municipalities,
    rating smallint not null check (rating between 1 and 5), -- of a page: 1 not useful, 5 useful
    comment text not null check (length(comment) <= 1000),
    language text not null,
    given_on date not null
);
create index feedback_of_municipality on feedback (municipality_id, given_on desc);
grant select, insert on feedback to mms_app;
