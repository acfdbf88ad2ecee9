"""JSON of tools, strictly: no repeated key, no NaN, no number that overflows, limited depth."""

from collections.abc import Callable
from typing import Any

from deploylint.errors import UserError

MAX_DEPTH = 200


def parse_json(data: bytes, name: str) -> Any:  # noqa: ANN401  # any JSON value
    """Return the value that `data` states, in UTF-8, or in UTF-16 behind a byte order mark.

    Windows PowerShell writes UTF-16 where a tool's output is redirected into a file. Raises
    UserError with the place when it is not JSON, repeats a key, or nests deeper than MAX_DEPTH.
    """
    # most runs read no JSON
    from json import JSONDecodeError, JSONDecoder

    utf16 = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    decoder = JSONDecoder(
        object_pairs_hook=_pairs(name), parse_constant=_constant(name), parse_float=_float(name)
    )
    try:
        value = decoder.decode(data.decode("utf-16" if utf16 else "utf-8-sig"))
    except JSONDecodeError as error:
        where = f"{name}:{error.lineno}:{error.colno}"
        raise UserError(f"is not JSON: {error.msg.lower()}", where) from None
    except UnicodeDecodeError as error:
        encoding = "UTF-16" if utf16 else "UTF-8"
        raise UserError(f"is not {encoding} at byte {error.start}", name) from None
    except RecursionError:
        raise UserError("nests too deeply", name) from None
    except ValueError as error:
        raise UserError(f"holds a number that cannot be read: {error}", name) from None
    _limit_depth(value, name)
    return value


def _pairs(name: str) -> Callable[[list[tuple[str, Any]]], dict[str, Any]]:
    def build(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        found = dict(pairs)
        if len(found) < len(pairs):
            seen: set[str] = set()
            twice = next(key for key, _ in pairs if key in seen or seen.add(key))  # type: ignore[func-returns-value]  # adds what is new
            raise UserError(f"states the key `{twice[:60]}` twice in one object", name)
        return found

    return build


def _float(name: str) -> Callable[[str], float]:
    def read(digits: str) -> float:
        number = float(digits)
        if abs(number) == float("inf"):
            raise UserError(f"holds {digits[:20]}, which is too large a number", name)
        return number

    return read


def _constant(name: str) -> Callable[[str], Any]:
    def refuse(word: str) -> Any:  # noqa: ANN401  # never returns
        raise UserError(f"holds {word}, which is not JSON", name)

    return refuse


def _limit_depth(value: object, name: str) -> None:
    level = [value]
    for _ in range(MAX_DEPTH):
        level = [
            below
            for one in level
            if isinstance(one, dict | list)
            for below in (one.values() if isinstance(one, dict) else one)
        ]
        if not level:
            return
    raise UserError(f"nests deeper than {MAX_DEPTH} levels", name)
