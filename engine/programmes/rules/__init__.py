"""What a sub-programme has to say, and what comes into force with an act; knows neither rows nor people."""
