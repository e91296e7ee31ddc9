-- Whether a document proves something by its signatures, so that its time stamps have to be renewed.
create or replace function is_proof(p_kind text, p_signatures jsonb) returns boolean
language sql immutable as $$
    select p_kind in ('order', 'signed', 'package') or coalesce(p_signatures->>'verdict' = 'valid', false)
$$;
