"""`python -m deploylint`."""

import sys

from deploylint.cli.main import main

sys.exit(main())
