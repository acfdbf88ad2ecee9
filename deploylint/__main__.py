"""`python -m deploylint`."""

from deploylint.cli.main import run

run()
