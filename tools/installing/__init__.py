"""The steps of set-up, in plain Python: nothing but the standard library exists yet when they run."""
