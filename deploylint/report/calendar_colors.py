"""The colours of calendars that are drawn: by class, in light and in dark, as CSS."""

from collections.abc import Mapping

from deploylint.report.calendar_legend import Shade

LIGHT: Mapping[str, str] = {
    "bg": "#ffffff",
    "fg": "#1f2328",
    "muted": "#59636e",
    "line": "#d1d9e0",
    "panel": "#f6f8fa",
    "accent": "#cf222e",
    Shade.BEST: "#1a7f37 #ffffff #1a7f37",
    Shade.GOOD: "#8fdca8 #0b3d1b #8fdca8",
    Shade.FAIR: "#dfeb9a #3a4208 #dfeb9a",
    Shade.CLOSED: "#e8ecf0 #59636e #e8ecf0",
    Shade.CLOSED_MORE: "#fbe3c0 #6b4300 #f5d09a",
    Shade.CLOSED_HARD: "#fbdad7 #82071e #f3bdb8",
    Shade.FROZEN: "#cfe3ff #0a3069 #aed0fb",
}
"""Each shade has the colour of its area, of text on it, and of the lines that hatch it."""

DARK: Mapping[str, str] = {
    "bg": "#0d1117",
    "fg": "#e6edf3",
    "muted": "#9198a1",
    "line": "#30363d",
    "panel": "#151b23",
    "accent": "#ff7b72",
    Shade.BEST: "#3fb950 #04260f #3fb950",
    Shade.GOOD: "#1c6b38 #d2f5dc #1c6b38",
    Shade.FAIR: "#5c6b1f #f0f5c8 #5c6b1f",
    Shade.CLOSED: "#21262d #9198a1 #21262d",
    Shade.CLOSED_MORE: "#4a3410 #f2cc60 #5e4418",
    Shade.CLOSED_HARD: "#42191c #ffb3ae #5a2327",
    Shade.FROZEN: "#14335f #b6d8ff #1e4780",
}

HATCHED = (Shade.CLOSED_MORE, Shade.CLOSED_HARD, Shade.FROZEN)
"""Drawn with lines as well, so that they can be told apart without colour."""


def variables(colors: Mapping[str, str]) -> str:
    """Return the colours as CSS variables: `--bg`, and `--p0`, `--p0-ink`, `--p0-line`."""
    found = []
    for name, value in colors.items():
        for suffix, color in zip(("", "-ink", "-line"), value.split(), strict=False):
            found.append(f"--{name}{suffix}:{color}")
    return ";".join(found)


def scheme(dark: str) -> str:
    """Return the rules that set the variables; `dark` is the media query of the dark ones."""
    return f":root{{{variables(LIGHT)}}}\n@media {dark}{{:root{{{variables(DARK)}}}}}"
