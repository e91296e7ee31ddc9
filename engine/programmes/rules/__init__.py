"""Rules of sub-programmes, and of what comes into force with an act; they know neither rows nor people."""
