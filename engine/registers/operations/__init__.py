"""Operations on registers: what service tasks may do with them."""
