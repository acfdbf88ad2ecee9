"""Text from outside in XML and HTML, made harmless at the last step."""

from deploylint.report.escape import printable


def marked_up(text: str) -> str:
    """Return `text` for the content and the quoted attributes of XML 1.0 and HTML.

    What a reader cannot see (control characters, reversed writing) becomes a visible escape, so
    only characters that XML allows remain: https://www.w3.org/TR/xml/#charsets.
    """
    text = printable(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return text.replace('"', "&quot;").replace("'", "&#39;")
