"""Workers: carrying out what cases parked, sending mail, sweeping due timers."""
