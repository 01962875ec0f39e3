"""HTML bodies turned into plain text with paragraphs."""

import re
from typing import Final

from selectolax.lexbor import LexborHTMLParser, LexborNode

_DROPPED: Final = frozenset(
    {"script", "style", "head", "title", "noscript", "template", "iframe", "svg", "object", "select", "button", "form"}
)
_PARAGRAPHS: Final = frozenset(
    {"p", "div", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "dl", "dt", "dd", "blockquote", "table", "tr"}
    | {"caption", "figure", "figcaption", "section", "article", "header", "footer", "main", "aside", "hr", "pre"}
    | {"address", "body", "nav", "hedline", "tbody", "thead"}
)
_CELLS: Final = frozenset({"td", "th"})
_MAX_DEPTH: Final = 2_000
"""The parser's work grows with the square of the nesting; no story nests deeper than a few dozen."""
_OPEN_OR_CLOSE: Final = re.compile(r"<(/?)(?!(?:br|img|hr|input|meta|link|p|li|td|th|tr)\b)[A-Za-z]")
_ANY_TAG: Final = re.compile(r"<[!/A-Za-z][^<>]*>")


def html_to_text(markup: str) -> str:
    """The text of an HTML fragment or document: a blank line between blocks, a line end for `<br>`.

    Scripts, styles and forms are dropped, list items and table rows become paragraphs. Never raises: whatever comes
    is parsed as a browser would, only markup nested beyond reason is cut down to the text between its tags.
    """
    if _too_deep(markup):
        return _ANY_TAG.sub(" ", markup)
    root = LexborHTMLParser(markup).root
    if root is None:
        return ""
    pieces: list[str] = []
    # An explicit stack: markup may nest deeper than Python recurses. A string is text to add after the children.
    stack: list[LexborNode | str] = [root]
    while stack:
        item = stack.pop()
        if isinstance(item, str):
            pieces.append(item)
            continue
        tag = item.tag or ""
        if tag in _DROPPED:
            continue
        if tag == "-text":
            pieces.append(_inline(item.text_content or ""))
            continue
        if tag == "br":
            pieces.append("\n")
            continue
        if tag in _PARAGRAPHS:
            pieces.append("\n\n")
            stack.append("\n\n")
        elif tag in _CELLS:
            stack.append(" ")
        children = list(item.iter(include_text=True))
        stack.extend(reversed(children))
    return "".join(pieces)


def _too_deep(markup: str) -> bool:
    depth = 0
    for tag in _OPEN_OR_CLOSE.finditer(markup):
        depth = max(0, depth - 1) if tag[1] else depth + 1
        if depth > _MAX_DEPTH:
            return True
    return False


def _inline(text: str) -> str:
    """White space inside markup is one space."""
    squeezed = " ".join(text.split())
    if not squeezed:
        return " " if text else ""
    return f"{' ' if text[0].isspace() else ''}{squeezed}{' ' if text[-1].isspace() else ''}"
