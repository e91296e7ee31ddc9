-- A case as a step reads it, with whoever represents its applicant.
create or replace view open_cases with (security_invoker = true) as
select c.id, c.municipality_id, m.code as municipality_code, m.names as municipality_names, c.number,
       c.service_code, c.version_id, c.applicant_id,
       coalesce(p.personal_number, p.claimed_number, p.company_number) as personal_number,
       p.given_name, p.family_name, p.email,
       p.phone, c.language, c.channel, c.status, c.reason, c.order_number, c.decided_on, c.filed_at,
       c.closed_at, c.due_at, c.version, c.state, c.document, c.event_count, c.chain_head,
       exists (select from clocks k where k.case_id = c.id and k.state <> 'stopped') as has_open_clock,
       c.representative
from cases c join municipalities m on m.id = c.municipality_id join people p on p.id = c.applicant_id;
