"""Plain data as YAML that reads back the same, and that no terminal or CI runner obeys.

Which texts need quotes is for each kind of document to say.
"""

from collections.abc import Callable
from functools import cache
from typing import Any

from deploylint.report.escape import in_yaml


def yaml_text(
    value: object, *, style: Callable[[str], str | None], shown: Callable[[str], str]
) -> str:
    """Return a mapping or list as YAML, each text in one line, as `shown` and in its `style`.

    A style is that of PyYAML: None for plain, else the character that a text begins with.
    """
    # only what writes YAML pays for it
    import yaml

    dumper = dumper_of(style, shown)
    written = yaml.dump(value, Dumper=dumper, allow_unicode=True, sort_keys=False, width=-1)
    return in_yaml(str(written))


@cache
def dumper_of(style: Callable[[str], str | None], shown: Callable[[str], str]) -> Any:  # noqa: ANN401  # a class of PyYAML
    """Return the class that makes PyYAML write so."""
    import yaml

    class Dumper(yaml.CSafeDumper):
        """Writes equal lists twice, since nobody reads aliases with pleasure."""

        def ignore_aliases(self, _data: object) -> bool:
            return True

    def text(dumper: Dumper, value: str) -> yaml.ScalarNode:
        safe = shown(str(value))
        return dumper.represent_scalar("tag:yaml.org,2002:str", safe, style=style(safe))

    def number(dumper: Dumper, value: float) -> yaml.Node:
        """Return a number as it was written, unless another reader takes that for a text."""
        node = dumper.represent_data(int(value) if isinstance(value, int) else float(value))
        written = getattr(value, "text", node.value)
        resolver: Any = dumper
        known = resolver.resolve(yaml.ScalarNode, written, (True, False)) == node.tag
        return dumper.represent_scalar(node.tag, written) if known else node

    Dumper.add_representer(str, text)
    Dumper.add_multi_representer(str, text)
    Dumper.add_multi_representer(int, number)
    Dumper.add_multi_representer(float, number)
    return Dumper
