-- Only a step adds to the events of a case: by record_step, which runs as its owner.
revoke insert on events, event_bodies from mms_app;
