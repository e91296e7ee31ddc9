-- A step that is being signed: its answers, fixed, and the page that says them. The page as PDF is what is signed;
-- `content` is that file with the signatures so far, `document` the digest of the file when all have signed.
create table signings (
    id uuid primary key,
    case_id uuid not null references cases,
    municipality_id smallint not null references municipalities,
    applicant_id bigint not null,
    task_id uuid not null,
    doer_id bigint not null references people,
    case_number text not null, -- these for a signer who sees nothing else of the case
    service jsonb not null,
    step jsonb not null,
    is_for_person boolean not null,
    answers jsonb not null,
    case_version int not null,
    dated_on date not null,
    title text not null default '',
    titles jsonb not null default '{}',
    page text not null default '',
    language text not null default 'ka',
    is_act boolean not null,
    is_ordered boolean not null,
    on_paper boolean not null,
    code text unique check (length(code) = 16),
    content bytea,
    document bytea,
    state text not null check (state in ('open', 'done', 'dropped')),
    opened_at timestamptz not null,
    closed_at timestamptz,
    check ((state = 'open') = (closed_at is null)),
    check ((state = 'done') = (document is not null))
);
create unique index one_open_signing on signings (task_id) where state = 'open';
create index signings_of_case on signings (case_id);

-- Who signs, in which place. The office is that in which they do; without one they sign for themselves.
create table signers (
    signing_id uuid not null references signings,
    place smallint not null,
    municipality_id smallint not null,
    applicant_id bigint not null,
    person_id bigint not null references people,
    role text,
    unit_code text,
    signed_at timestamptz,
    method text check (method in ('card', 'paper')),
    certificate bytea,
    primary key (signing_id, place),
    unique (signing_id, person_id),
    check ((signed_at is null) = (method is null)),
    check ((method is not distinct from 'card') = (certificate is not null))
);
create index signers_waited_for on signers (person_id) where signed_at is null;

-- What the server has asked a card to sign, for minutes. The person sees the hash alone.
create table preparations (
    id uuid primary key,
    signing_id uuid not null references signings,
    person_id bigint not null references people,
    certificate bytea not null,
    kept bytea not null,
    kept_digest bytea not null,
    expires_at timestamptz not null
);
create index preparations_by_age on preparations (expires_at);

-- A number of an act between its reservation and its end: an act bears it, or it says why none does. A number that
-- was given up is free and goes to the next act. Numbers that were never reserved have no row here.
create table reserved_numbers (
    municipality_id smallint not null references municipalities,
    series text not null,
    year int not null,
    n int not null check (n > 0),
    number text not null,
    state text not null check (state in ('reserved', 'free', 'used', 'voided')),
    signing_id uuid references signings,
    case_id uuid references cases,
    reason text,
    reserved_at timestamptz not null,
    settled_at timestamptz,
    primary key (municipality_id, series, year, n),
    unique (municipality_id, number),
    check (state <> 'reserved' or signing_id is not null),
    check ((state = 'used') = (case_id is not null)),
    check ((state = 'voided') = (coalesce(reason, '') <> '')),
    check ((state in ('used', 'voided')) = (settled_at is not null))
);
create index reserved_numbers_unsettled on reserved_numbers (municipality_id) where state in ('reserved', 'free');
create unique index one_number_of_signing on reserved_numbers (signing_id) where state = 'reserved';

grant select, insert on signings, signers, preparations, reserved_numbers to mms_app;
grant update (title, titles, page, language, content, document, state, closed_at, case_version) on signings to mms_app;
grant update (signed_at, method, certificate) on signers to mms_app;
grant update (state, signing_id, case_id, reason, reserved_at, settled_at) on reserved_numbers to mms_app;
grant delete on preparations to mms_app;

alter table signers enable row level security;
create policy concerned on signers using (
    municipality_id = any ((select my_municipalities())::int[]) or applicant_id = (select my_person())
    or person_id = (select my_writer()));
alter table signings enable row level security;
create policy concerned on signings using (
    municipality_id = any ((select my_municipalities())::int[]) or applicant_id = (select my_person())
    or exists (select from signers s where s.signing_id = id and s.person_id = (select my_writer())));
alter table preparations enable row level security;
create policy own on preparations using (person_id = (select my_writer()) or (select is_system()));
alter table reserved_numbers enable row level security;
create policy principal on reserved_numbers using (
    municipality_id = any ((select my_municipalities())::int[]) or (select my_person()) is not null);

-- A file that is issued, or a paper that was signed by hand and scanned.
alter table documents drop constraint documents_kind_check;
alter table documents add constraint documents_kind_check
    check (kind in ('upload', 'draft', 'order', 'signed', 'scan'));

-- Whoever holds an act has its code, and learns what it says of itself and who signed it.
create function act_by_code(p_code text)
returns table (number text, title text, titles jsonb, municipality jsonb, dated_on date, document bytea,
               is_act boolean, signers jsonb)
language sql stable security definer set search_path = public, pg_temp as $$
    select r.number, g.title, g.titles, m.names, g.dated_on, g.document, g.is_act,
           (select jsonb_agg(jsonb_build_object('place', s.place, 'role', s.role, 'method', s.method,
                'signed_at', s.signed_at, 'name', case when s.role is not null then n.names end)
                order by s.place)
            from signers s left join lateral person_names(array[s.person_id]) n on true
            where s.signing_id = g.id)
    from signings g join municipalities m on m.id = g.municipality_id
    left join reserved_numbers r on r.signing_id = g.id and r.state = 'used'
    where g.code = p_code and g.state = 'done'
$$;
revoke execute on function act_by_code(text) from public;
grant execute on function act_by_code(text) to mms_app;
