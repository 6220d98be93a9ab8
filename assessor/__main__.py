"""`python -m assessor` is the command line."""

import sys

from assessor.cli.main import main

sys.exit(main())
