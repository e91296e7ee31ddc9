-- An entry may say in which state it holds its subject, and why. The next state is an entry of its own that
-- begins where this one ends; one that was to begin later is superseded. The history is all of them.
alter table register_entries
    add column state text,
    add column ground text,
    add column is_final boolean not null default false;
-- Entries are ended by an entry that is only about to be written.
alter table register_entries alter constraint register_entries_superseded_by_fkey deferrable initially deferred;
create index register_entries_by_key on register_entries (register, municipality_id, key);
grant update (valid_until) on register_entries to mms_app;

-- The place in the country goes on to the next entry; after a final one it is free from its day.
create function pass_holding(p_register text, p_person bigint, p_from uuid, p_to uuid, p_free_from date) returns void
language sql security definer set search_path = public, pg_temp as $$
    update national_holdings
    set entry_id = p_to,
        valid_until = case when p_free_from is null then valid_until else greatest(valid_from, p_free_from) end
    where register = p_register and person_id = p_person and entry_id = p_from
$$;
revoke execute on function pass_holding(text, bigint, uuid, uuid, date) from public;
grant execute on function pass_holding(text, bigint, uuid, uuid, date) to mms_app;
