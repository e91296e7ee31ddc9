-- By what a case is found: folded words of what was filed, and its numbers. The office's own.
create table case_words (
    case_id uuid primary key references cases on delete cascade,
    municipality_id smallint not null,
    words tsvector not null
);
create index case_words_found on case_words using gin (words);
grant select, insert on case_words to mms_app;
alter table case_words enable row level security;
create policy of_office on case_words for select using (
    municipality_id = any ((select my_municipalities())::int[]) or (select is_system()));
create policy filed on case_words for insert with check (true);

-- What was filed before is found by its number and by the applicant's.
insert into case_words (case_id, municipality_id, words)
select c.id, c.municipality_id, array_to_tsvector(array[
    lower(regexp_replace(c.number, '[^[:alnum:]]', '', 'g')), p.personal_number])
from cases c join people p on p.id = c.applicant_id;
