"""What every command passes through, in this order: transaction, idempotency, permission, audit."""
