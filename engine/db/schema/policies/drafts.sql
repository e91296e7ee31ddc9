-- What is not filed yet belongs to whoever sits at the keyboard.

alter table drafts enable row level security;
-- What belongs to whoever sits at the keyboard, for whomever they act.
create policy own on drafts using (
    person_id = (select my_writer())
    and (not (select acts_for_another()) or on_behalf_of = coalesce((select my_person()), (select my_visitor()))::text));
create policy card_only on drafts as restrictive using (not needs_card or not (select came_by_code()));

alter table uploads enable row level security;
create policy own on uploads using (owner_id = (select my_writer()));

alter table joint_filings enable row level security;
create policy directors on joint_filings using (company_id = (select my_joint_company()));
create policy system on joint_filings using ((select is_system()));

-- Who sees what waits sees who has confirmed it; notices are the system's own business.
alter table joint_confirmations enable row level security;
create policy directors on joint_confirmations
    using (exists (select from joint_filings j where j.id = filing_id));

alter table joint_notices enable row level security;
create policy system on joint_notices using ((select is_system()));
