"""The cases of the specification: its conventions are the meaning of the format."""

from pathlib import Path
from typing import Any

from deploylint.read.yaml import read_documents

FOLDER = Path(__file__).parent / "cases"
DOCUMENT = read_documents((FOLDER / "windows.yaml").read_bytes(), "windows.yaml")[0]
SPECIFICATION: Any = DOCUMENT.data
