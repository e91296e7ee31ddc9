"""An installation on its machine: starting and ending its programs, one at a time, and saying how it does."""
