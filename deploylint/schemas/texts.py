"""The schema files beside this module."""

import os


def schema_text(name: str) -> str:
    """Return the text of the schema `name`: plan, policy or report."""
    folder = os.path.dirname(os.path.abspath(__file__))
    with open(os.path.join(folder, f"{name}.json"), encoding="utf-8") as file:
        return file.read()
