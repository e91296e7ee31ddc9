-- By path of the answer: the source, the value it gave, as of when, and what the applicant says is not right with it.
alter table submissions add column provenance jsonb;
