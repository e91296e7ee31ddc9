-- Which item of the multi-instances around it a task is about: a digest; null outside of them. The same step for the
-- same item comes back with this.
alter table tasks add column instance text;
