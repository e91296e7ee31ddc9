"""Taking strangers' files apart, in a process of its own that can do nothing else.

Parsers of pictures and PDF files are where an attacker's bytes meet C code. They run in a child that
has no files, no network, no environment, and little memory and time. `ask` is this side of it;
`__main__` is the child. What is done with the outcome is unknown here.
"""
