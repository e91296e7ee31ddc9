"""Documents: templates filled from case data, PDF files, and the store that keeps files by digest.

What a document means for a case, who may read it and who signs it is decided elsewhere.
"""
