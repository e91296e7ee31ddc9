"""Operations on payments: what service tasks may do with them."""
