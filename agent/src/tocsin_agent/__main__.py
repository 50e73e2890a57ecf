"""`python -m tocsin_agent` is `tocsin-agent`."""

import sys

from tocsin_agent.cli import main

if __name__ == "__main__":
    sys.exit(main())
