"""What a string of SQL says."""

from deploylint.migrations.sql.tokens import Kind, Token


def unquoted(written: str) -> str:
    """Return the content of a string as it is written: without prefix, quotes and doubled quotes.

    Escapes with a backslash stay as they are.
    """
    if written.startswith("$"):
        end = written.find("$", 1)
        size = end + 1
        return written[size:-size] if len(written) >= 2 * size else written[size:]
    start = next((at for at, one in enumerate(written[:3]) if one in "'\""), None)
    if start is None:
        return written
    quote = written[start]
    inner = written[start + 1 :].removesuffix(quote)
    return inner.replace(quote * 2, quote)


def value_of(tokens: tuple[Token, ...]) -> str:
    """Return a value as one text: strings without quotes, words in lower case."""
    parts = []
    for token in tokens:
        if token.kind is Kind.STRING:
            parts.append(unquoted(token.text))
        else:
            parts.append(token.text.lower() if token.kind is Kind.WORD else token.text)
    return " ".join(parts)
