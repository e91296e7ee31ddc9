-- The right to publish is withdrawn by ending it, never by forgetting that somebody held it.
grant update (valid_until) on role_grants to mms_app;
