"""Signing in by OpenID Connect: providers as configuration, what their tokens must say, the steps.

To offer another provider: an entry of the file that `MMS_OPENID` names (`configuration.py`); no code. Issuer
and subject are stored apart from the personal number, and no right ever comes from a claim.
"""
