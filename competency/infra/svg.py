"""Making a drawn SVG fit a strict content security policy."""

import re

STYLE_BLOCK = re.compile(r"<style\b[^>]*>.*?</style>", re.DOTALL)
STYLE = re.compile(r'\sstyle="([^"]*)"')
FONT = re.compile(r"^(?P<weight>bold |[1-9]00 )?(?P<size>[\d.]+px) (?P<family>.+)$")


def without_styles(svg: str) -> str:
    """Return the drawing with attributes in place of inline styles, which the policy refuses.

    Each property that matplotlib writes is also an attribute of SVG, but for the short form
    `font`, which is taken apart.
    """
    return STYLE.sub(_as_attributes, STYLE_BLOCK.sub("", svg))


def _as_attributes(found: re.Match[str]) -> str:
    pairs = (part.split(":", 1) for part in found.group(1).split(";") if ":" in part)
    return "".join(_attribute(name.strip(), value.strip()) for name, value in pairs)


def _attribute(name: str, value: str) -> str:
    font = FONT.match(value) if name == "font" else None
    if font is None:
        return f' {name}="{value}"'
    weight = (font["weight"] or "").strip()
    bold = f' font-weight="{weight}"' if weight else ""
    return f' font-size="{font["size"]}" font-family="{font["family"]}"{bold}'
