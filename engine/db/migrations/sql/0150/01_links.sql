-- An application may name several earlier stages, such as a permit and another project.
alter table case_links drop constraint case_links_pkey;
alter table case_links add primary key (case_id, about_id);
