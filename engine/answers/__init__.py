"""The surroundings of a form's answers: drafts, files, prefilling, look-ups in registers."""
