"""Workers: carrying out what cases parked, sending mail, polling due timers."""
