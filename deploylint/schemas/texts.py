"""The schema files beside this module."""

import os


def schema_path(name: str) -> str:
    """Return where the schema `name` is installed."""
    folder = os.path.dirname(os.path.abspath(__file__))
    return os.path.join(folder, f"{name}.json")


def schema_text(name: str) -> str:
    """Return the text of the schema `name`, such as `plan`."""
    with open(schema_path(name), encoding="utf-8") as file:
        return file.read()
