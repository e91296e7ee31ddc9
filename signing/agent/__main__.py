import sys

from signing.agent.main import main

sys.exit(main())
