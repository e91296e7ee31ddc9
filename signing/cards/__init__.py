"""Cards in readers: which card it is, what it holds, and a signature by it.

Runs beside the reader, on the user's own computer; the server never imports it. How a kind of card is laid
out is configuration (`profiles/`). It refuses to know websites, tokens and what is being signed.
"""
