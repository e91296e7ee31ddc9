-- A name in each language in which the person has one: which languages there are, the programs know alone.
create or replace function full_name(given jsonb, family jsonb) returns jsonb language sql immutable parallel safe as $$
    select jsonb_object_agg(key, btrim(value || ' ' || coalesce(family->>key, ''))) from jsonb_each_text(given)
$$;
