"""Text from bytes: UTF-8 only, no binary files, with the place of the first byte that is wrong."""

from deploylint.errors import UserError
from deploylint.model.location import Location

_BOM = b"\xef\xbb\xbf"

_OTHER_MARKS = (
    (b"\xff\xfe\x00\x00", "UTF-32"),
    (b"\x00\x00\xfe\xff", "UTF-32"),
    (b"\xff\xfe", "UTF-16"),
    (b"\xfe\xff", "UTF-16"),
)


def decoded(data: bytes, file: str) -> str | None:
    """Return the text of `data` without its BOM, or None if it is ASCII (nothing to decode).

    Raises UserError for anything but UTF-8, and for binary files.
    """
    if b"\0" not in data and data.isascii():
        return None
    encoding = _other_encoding(data)
    if encoding:
        hint = f"save it as UTF-8, for example with: iconv -f {encoding} -t UTF-8"
        raise UserError(f"the text is encoded in {encoding}", Location(file, 1, 1), hint)
    body = data
    while body.startswith(_BOM):  # some editors add one to the one they do not see
        body = body.removeprefix(_BOM)
    if b"\0" in body:
        at = place(body[: body.index(b"\0")].decode(errors="replace"), file)
        raise UserError("this is a binary file: it has a NUL byte here", at, "name a text file")
    try:
        return body.decode()
    except UnicodeDecodeError as error:
        at = place(body[: error.start].decode(), file)
        raise UserError(
            f"the text is not encoded in UTF-8: the byte 0x{body[error.start]:02X} stands here",
            at,
            "save it as UTF-8; old Western European text, for example, is converted with: "
            "iconv -f ISO-8859-1 -t UTF-8",
        ) from None


def place(before: str, file: str) -> Location:
    """Return the place right after the text `before`, which starts at the top of `file`."""
    lines = before.replace("\r\n", "\n").replace("\r", "\n")
    last = lines.rfind("\n") + 1
    return Location(file, lines.count("\n") + 1, len(lines) - last + 1)


def _other_encoding(data: bytes) -> str | None:
    """Name the encoding whose mark `data` starts with, or whose NUL bytes it shows."""
    for mark, name in _OTHER_MARKS:
        if data.startswith(mark):
            return name
    # Without a mark, every other byte of plain text in UTF-16 is NUL.
    match [byte == 0 for byte in data[:8]]:
        case [False, True, False, True, False, True, False, True]:
            return "UTF-16LE"
        case [True, False, True, False, True, False, True, False]:
            return "UTF-16BE"
    return None
