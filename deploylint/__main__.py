"""`python -m deploylint`."""

import os
import sys

# Python looks for modules in the current folder first; what lies there must not be imported.
if not sys.flags.safe_path and sys.path[0] != os.path.dirname(os.path.dirname(__file__)):
    del sys.path[0]

from deploylint.cli.main import run

run()
