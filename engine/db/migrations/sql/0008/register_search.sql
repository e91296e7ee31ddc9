-- By what the office finds an entry, and in which order it is listed: the name of whom it is about (its key, if about
-- nobody), folded words with numbers, and the village, which registers keep in a field of that kind.
alter table register_entries
    add column label text not null default '',
    add column words tsvector not null default '',
    add column place text;

-- A list is read in its order and ends with its page; what is narrowed has an index of its own to be read in order.
create index register_entries_listed on register_entries (register, municipality_id, label, id)
    where superseded_by is null;
create index register_entries_of_place on register_entries (register, municipality_id, place, label, id)
    where superseded_by is null;
create index register_entries_of_state on register_entries (register, municipality_id, state, label, id)
    where superseded_by is null;
create index register_entries_by_day on register_entries (register, municipality_id, valid_from, id)
    where superseded_by is null;
-- Counting reads the index alone, with what the policies look at.
create index register_entries_counted on register_entries (register, municipality_id, valid_from, valid_until)
    include (place, state, is_final, key, person_id, case_id) where superseded_by is null;
create index register_entries_found on register_entries using gin (words);
