"""Community centres: hours, appointments, the queue, visits, presences at the desk, the service directory."""
