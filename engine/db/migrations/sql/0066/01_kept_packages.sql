-- The package of a closed case is a document of it, which is no part of the next package.
alter table documents drop constraint documents_kind_check;
alter table documents add constraint documents_kind_check
    check (kind in ('upload', 'draft', 'order', 'signed', 'scan', 'package'));
create or replace function is_proof(p_kind text, p_signatures jsonb) returns boolean
language sql immutable as $$
    select p_kind in ('order', 'signed', 'package') or coalesce(p_signatures->>'verdict' = 'valid', false)
$$;
