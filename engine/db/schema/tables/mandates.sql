-- Who represents whom.

-- Who represents whom, as a register said last. `bar` is what the register itself names against acting, `areas`
-- what it limits the mandate to (null is everything). A mandate that the register does not name any more has ended.
-- Powers of attorney: several from one person to another are told apart by the number of the paper, and each ends by
-- itself: by its term, by whoever gave it, or with them. A presence: an operator acts for somebody who stands at the
-- desk, for minutes, by a proof, and at one centre.
create table mandates (
    id uuid primary key,
    representative_id bigint not null references people,
    represented_id bigint not null references people check (represented_id <> representative_id),
    kind text not null check (kind in ('parent', 'guardian', 'supporter', 'director', 'attorney', 'presence')),
    register text not null,
    reference text not null,      -- the register's number of its answer
    digest text not null,         -- of the answer, byte by byte
    ground jsonb not null,
    bar text check (bar in ('custody_lost', 'joint', 'supports_only', 'company_gone', 'revoked', 'principal_died')),
    areas text[],
    valid_from date not null,
    valid_until date,
    answered_at timestamptz not null,
    ended_at timestamptz,
    paper text not null default '',
    together smallint not null default 1 check (together between 1 and 20), -- how many directors have to file together
    ends_at timestamptz,
    center int references centers,
    unique (representative_id, represented_id, kind, paper),
    check ((kind in ('attorney', 'presence')) = (paper <> '')),
    constraint mandates_presence_check
        check ((kind = 'presence') = (ends_at is not null) and (kind = 'presence') = (center is not null))
);
create index mandates_of_represented on mandates (represented_id);
create index mandates_of_center on mandates (center, valid_from) where center is not null;
grant select, insert, update (register, reference, digest, ground, bar, areas, valid_from, valid_until,
    answered_at, ended_at, together) on mandates to mms_app;

-- When a register was asked about somebody, also where it named nobody.
create table mandate_answers (
    representative_id bigint not null references people,
    register text not null,
    answered_at timestamptz not null,
    primary key (representative_id, register)
);
grant select, insert, update on mandate_answers to mms_app;
