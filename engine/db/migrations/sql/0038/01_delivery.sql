-- Proof of delivery: an act has force from the day it was made known (General Administrative Code, art. 54), and the
-- term of an appeal is counted from that day. A copy by mail or SMS proves nothing.
alter table letters
    add column delivered_on date,
    add column delivered_by text check (delivered_by in ('portal', 'hand', 'post', 'announcement')),
    add constraint delivered_whole check ((delivered_on is null) = (delivered_by is null));
