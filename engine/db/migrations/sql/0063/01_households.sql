-- A case may stand beside one of the same household, not only be about another.
alter table case_links add column kind text not null default 'about' check (kind in ('about', 'household'));
