-- A plan made while a table is small reads all of it, and the policies of a case's parts ask for the case once for
-- each row: kept by a connection, such plans read every case for each step until the table is analysed again.
-- What open_task looks for it finds by an index, whatever the size; so no plan is made anew for a step either.
alter function open_task set enable_seqscan = off;
alter function open_task set plan_cache_mode = force_generic_plan;
