"""Collective orders: one order of the mayor that grants many applications, each applicant given an extract.

A case that may be decided so is offered for a group (`collective.offer`) and waits for the message
`collective.decided`. A case of the office collects who waits, has the list checked, and decides; each of the
others is then told, and decides itself by the order and its own place in it. A case that no longer waits,
since it was withdrawn or its applicant died, is left out. It refuses to know what is granted, and whether an
application deserves it: the case that is offered has been examined before.

Basis: one order may list many beneficiaries; each is given an extract, so that nobody reads of the others.
`tests/collective`.
"""
