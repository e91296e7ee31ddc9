"""What lies around the answers of a form: drafts, files, what is known before, what registers are asked."""
