-- Any number may represent a company together: each but whoever prepared confirms, and the last confirmation files.
alter table mandates drop constraint mandates_together_check;
alter table mandates add constraint mandates_together_check check (together between 1 and 20);
alter table joint_filings add column together smallint not null default 2 check (together between 2 and 20);
create or replace function my_joint_company() returns bigint language sql stable as
$$ select m.represented_id from mandate_in_use() m where m.together > 1 $$;

create table joint_confirmations (
    filing_id uuid not null references joint_filings on delete cascade,
    person_id bigint not null references people,
    mandate_id uuid not null references mandates,
    confirmed_at timestamptz not null,
    primary key (filing_id, person_id)
);
-- That something waits, or was declined: written with the act, sent by a worker, once.
create table joint_notices (
    id uuid primary key,
    filing_id uuid not null references joint_filings on delete cascade,
    person_id bigint not null references people,
    kind text not null check (kind in ('waits', 'declined')),
    written_at timestamptz not null,
    told_by text,
    unique (filing_id, person_id, kind)
);
-- Who sees what waits sees who has confirmed it; notices are the system's own business.
alter table joint_confirmations enable row level security;
create policy directors on joint_confirmations using (exists (select from joint_filings j where j.id = filing_id));
alter table joint_notices enable row level security;
create policy system on joint_notices using ((select is_system()));
grant update (together) on joint_filings to mms_app;
grant select, insert, delete on joint_confirmations to mms_app;
grant select, insert, update (told_by) on joint_notices to mms_app;
