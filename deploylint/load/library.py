"""The policies that travel with the program."""

import os

from deploylint.errors import UserError

PREFIX = "deploylint:"


def shipped_folder() -> str:
    """Return the folder of the shipped policies: inside an installed wheel, else the checkout's."""
    package = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    inside = os.path.join(package, "policies")
    return inside if os.path.isdir(inside) else os.path.join(os.path.dirname(package), "policies")


def shipped_names() -> tuple[str, ...]:
    """Return the names of all shipped policies, such as `production` or `examples/project`."""
    folder = shipped_folder()
    found = [
        os.path.relpath(os.path.join(base, file), folder).removesuffix(".yaml").replace(os.sep, "/")
        for base, _, files in os.walk(folder)
        for file in files
        if file.endswith(".yaml")
    ]
    return tuple(sorted(found))


def shipped_path(name: str) -> str:
    """Return the file of the shipped policy `name`. Raises UserError when there is none."""
    path = os.path.join(shipped_folder(), *name.split("/")) + ".yaml"
    if ".." in name or not os.path.isfile(path):
        # only a wrong name pays for the listing and for difflib
        from deploylint.load.explain import nearest

        hint = nearest(name, shipped_names())
        said = hint and hint.replace("did you mean `", f"did you mean `{PREFIX}")
        raise UserError(f"there is no shipped policy `{PREFIX}{name}`", None, said)
    return path
