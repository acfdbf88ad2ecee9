"""libyaml's parser, without the rest of PyYAML.

`import yaml` also loads the pure Python readers and writers, which nothing here uses: measured in
a process that has loaded `click` (Python 3.11, PyYAML 6.0.3), it costs 12 ms and this module 2.5.
The extension `yaml._yaml` needs the package only for the classes of its events and errors, so it
is loaded with the four small modules that define them, inside an empty package that is taken away
again. This leans on how PyYAML is built inside; therefore any failure ends in a plain
`import yaml`, and without the extension PyYAML's own parser (about fifteen times slower) serves.
"""

import sys
from collections.abc import Callable, Sequence
from importlib import import_module
from importlib.machinery import ModuleSpec, PathFinder
from types import ModuleType, SimpleNamespace
from typing import Any, Protocol

__all__ = [
    "AliasEvent",
    "DocumentStartEvent",
    "Events",
    "MappingEndEvent",
    "MappingStartEvent",
    "Parser",
    "ScalarEvent",
    "SequenceEndEvent",
    "SequenceStartEvent",
    "StreamEndEvent",
    "YAMLError",
]

_SHARED = ("error", "tokens", "events", "nodes")
_ERRORS = {
    "reader": ("ReaderError",),
    "scanner": ("ScannerError",),
    "parser": ("ParserError",),
    "composer": ("ComposerError",),
    "constructor": ("ConstructorError",),
    "emitter": ("EmitterError",),
    "serializer": ("SerializerError",),
    "representer": ("RepresenterError",),
}


class Events(Protocol):
    """What turns bytes into events, one at a time."""

    def get_event(self) -> Any:  # noqa: ANN401  # PyYAML has no common type for its events
        """Return the next event; raise YAMLError where the text is not YAML."""


class _Completion:
    """Completes the real package when somebody imports it later.

    Python sets `yaml.events` only when it loads the module, and the extension holds stand-ins for
    the error classes; both are put right when the package reaches for the extension.
    """

    def find_spec(
        self,
        name: str,
        path: Sequence[str] | None = None,  # noqa: ARG002  # the protocol of finders
        target: ModuleType | None = None,  # noqa: ARG002  # as above
    ) -> ModuleSpec | None:
        """Find nothing; act when PyYAML's `cyaml` is looked for."""
        if name == "yaml.cyaml":
            # A new list, because the import system is walking along the old one.
            sys.meta_path = [finder for finder in sys.meta_path if finder is not self]
            package, extension = sys.modules["yaml"], sys.modules["yaml._yaml"]
            for part in (*_SHARED, "_yaml"):
                setattr(package, part, sys.modules[f"yaml.{part}"])
            for part, names in _ERRORS.items():
                for error in names:
                    setattr(extension, error, getattr(getattr(package, part), error))
        return None


def _extension_alone() -> ModuleType:
    """Load the extension without running `yaml/__init__.py`."""
    spec = PathFinder.find_spec("yaml")
    if spec is None or spec.submodule_search_locations is None:
        raise ImportError("PyYAML is not installed as a package")
    package: Any = ModuleType("yaml")
    package.__path__ = spec.submodule_search_locations
    sys.modules["yaml"] = package
    try:
        for part in _SHARED:
            import_module(f"yaml.{part}")
        base = package.error.MarkedYAMLError
        for part, names in _ERRORS.items():
            classes = {name: type(name, (base,), {}) for name in names}
            setattr(package, part, SimpleNamespace(**classes))
        extension = import_module("yaml._yaml")
    except BaseException:
        for part in _SHARED:
            sys.modules.pop(f"yaml.{part}", None)
        raise
    finally:
        del sys.modules["yaml"]
    sys.meta_path.insert(0, _Completion())
    return extension


class _PureEvents:
    """PyYAML's own parser, as strict about characters as libyaml."""

    def __init__(self, data: bytes) -> None:
        """Read UTF-8, from the first call of `get_event` on, as libyaml does."""
        self._data = data
        self._loader: Any = None

    def get_event(self) -> Any:  # noqa: ANN401  # as in the protocol
        """Return the next event; raise YAMLError where the text is not YAML."""
        import yaml  # loaded already, or this class would not be in use

        if self._loader is None:
            self._loader = yaml.SafeLoader(self._data)
        try:
            event = self._loader.get_event()
            getattr(event, "value", "").encode()
        except (ValueError, OverflowError):
            # chr() refuses what lies beyond Unicode, encode() half a surrogate pair.
            problem = "found invalid Unicode character escape code"
            mark = self._loader.get_mark()
            raise yaml.MarkedYAMLError(problem=problem, problem_mark=mark) from None
        return event


def _parser() -> Callable[[bytes], Events]:
    """Return the fastest parser at hand."""
    if "yaml" not in sys.modules:
        try:
            return _extension_alone().CParser  # type: ignore[no-any-return]  # an extension without types
        except Exception:  # noqa: BLE001, S110  # whatever it is, the plain import below decides
            pass
    import yaml

    return sys.modules["yaml._yaml"].CParser if yaml.__with_libyaml__ else _PureEvents


Parser = _parser()

# These find the modules that are loaded already, and so do not import the package.
from yaml.error import YAMLError  # noqa: E402
from yaml.events import (  # noqa: E402
    AliasEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
)
