"""What pages show of budgets."""
