-- A case may be the next stage of what another one decided.
alter table case_links drop constraint case_links_kind_check;
alter table case_links add constraint case_links_kind_check check (kind in ('about', 'household', 'stage'));
