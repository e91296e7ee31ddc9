"""Operations on municipal property: what service tasks may do with it."""
