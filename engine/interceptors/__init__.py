"""Interceptors: what every command passes, in this order: transaction, idempotency, permission, audit."""
