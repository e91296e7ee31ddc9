"""One function per command. A handler refuses or records; it never commits and never calls another."""
