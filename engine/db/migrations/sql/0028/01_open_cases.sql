-- A case whose clocks have all stopped, or that never had one, needs no look at them when it ends.
create or replace view open_cases with (security_invoker = true) as
select c.id, c.municipality_id, m.code as municipality_code, m.names as municipality_names, c.number,
       c.service_code, c.version_id, c.applicant_id, p.personal_number, p.given_name, p.family_name, p.email,
       p.phone, c.language, c.channel, c.status, c.reason, c.order_number, c.decided_on, c.filed_at,
       c.closed_at, c.due_at, c.version, c.state, c.document, c.event_count, c.chain_head,
       exists (select from clocks k where k.case_id = c.id and k.state <> 'stopped') as has_open_clock
from cases c join municipalities m on m.id = c.municipality_id join people p on p.id = c.applicant_id;
