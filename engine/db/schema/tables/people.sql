-- People, companies and programs; where they can be reached.

-- A party: a person, a company or a program. A person has a personal number. Who files without an account says who
-- they are, and nobody has checked it: such a person is no person of the register of people, has a claimed number, can't
-- be found by it, and never meets the cases of whoever they say they are. A company is a party as a person is: it
-- applies, has cases and registers, and never signs in. A program acts for a municipality and is nobody's: in the log it
-- stands as a party does, and never signs in.
create table people (
    id bigint generated always as identity primary key,
    personal_number text unique check (personal_number ~ '\A[0-9]{11}\Z'),
    given_name jsonb not null,
    family_name jsonb not null,
    birth_date date,
    email text,
    phone text,
    is_demo boolean not null default false,
    claimed_number text check (claimed_number ~ '\A[0-9]{11}\Z'),
    company_number text unique check (company_number ~ '\A[0-9]{9}\Z'),
    program_code text unique check (program_code ~ '\A[0-9a-f-]{36}\Z'),
    check (num_nonnulls(personal_number, claimed_number, company_number, program_code) = 1)
);
create index people_by_birth on people (birth_date) where personal_number is not null;
grant select, insert, update on people to mms_app;
grant usage on sequence people_id_seq to mms_app;

-- Where a person can be reached and proven to be: an address that they typed a code from, in a session with the
-- card or before an operator who saw their document. Nothing else makes an address a way in.
create table contacts (
    id bigint generated always as identity primary key,
    person_id bigint not null references people,
    kind text not null check (kind in ('email', 'phone')),
    address text not null,
    ground text not null check (ground in ('card', 'desk')),
    confirmed_by bigint not null references people,
    confirmed_at timestamptz not null,
    ended_at timestamptz
);
create unique index contact_of_person on contacts (person_id, address) where ended_at is null;
create index contacts_by_address on contacts (address) where ended_at is null;
grant select, insert, update (ended_at) on contacts to mms_app;

-- Where nothing arrives: the mail server or the telephone company said so, for good.
create table unreachable (
    person_id bigint not null references people,
    address text not null,
    since timestamptz not null,
    primary key (person_id, address)
);
grant select, insert, delete on unreachable to mms_app;

-- What the civil registry said to people who name others in a form. Kept for two days, see its handler;
-- that somebody was asked about stays in the chain of enquiries. The subject is a digest.
create table person_enquiries (
    id uuid primary key,
    asked_by bigint not null references people,
    subject bytea not null,
    state text not null check (state in ('found', 'not_found', 'unavailable')),
    given_name text not null,
    family_name text not null,
    asked_at timestamptz not null
);
create index person_enquiries_of_asker on person_enquiries (asked_by, asked_at);
grant select, insert, delete on person_enquiries to mms_app;
