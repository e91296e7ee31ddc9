"""Everything that proves who acted: signing in with the card, signatures, seals, verification.

A library: it is handed certificates, instants and ways to ask other systems, and says who was proven or
why not. It refuses to know cases, tables, pages and the present.
"""
