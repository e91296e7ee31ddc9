"""The program beside the reader: the browser's extension asks it, it asks the card and, alone, for the PIN.

Depends on pyscard and the standard library, so that it can be installed on anybody's computer. It refuses to
know the server: what it is told comes from a web site, and is believed no further than it is checked here.
"""

VERSION = "0.2.0"
PROTOCOL = 2
