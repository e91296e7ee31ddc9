"""Everything that proves who acted: card sign-in, signatures, seals, verification.

Until the card ceremony exists here, people sign in with marked demo identities only; see
`engine/handlers/sessions.py`.
"""
