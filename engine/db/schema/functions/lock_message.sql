-- Who publishes a message and who begins to wait for one take the same locks before they look for each other, so that
-- neither misses the other's commit: this is the publisher's.
create or replace function lock_message(p_name text, p_key text) returns void language sql volatile as
$$ select pg_advisory_xact_lock(hashtextextended(p_name || chr(31) || p_key, 0)) $$;
