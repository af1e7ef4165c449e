"""Convert HTML and BBCode, as exported comments contain them, to the text that a browser would show."""

from __future__ import annotations

import html
import re

__all__ = ["shown", "text_of"]

_PARAGRAPHS = {
    *("p", "div", "blockquote", "pre", "ul", "ol", "table", "h1", "h2", "h3", "h4", "h5", "h6"),
    *("aside", "details", "summary", "figure", "section", "article", "header", "footer", "hr", "figcaption", "dl"),
}
_LINES = {"br", "li", "tr", "dt", "dd"}
_WITHIN = {
    *("a", "b", "i", "u", "s", "q", "em", "strong", "del", "ins", "code", "cite", "span", "img", "sub", "sup"),
    *("abbr", "big", "center", "font", "iframe", "mark", "o:p", "small", "strike", "wbr"),  # o:p as Word pastes it
    *("svg", "use", "path", "picture", "source", "video", "audio", "input", "label", "button", "time", "kbd", "samp"),
    *("var", "tt", "thead", "tbody", "tfoot", "caption", "ruby", "rt", "rp", "bdi", "bdo", "dfn"),
    *("at", "attachment", "emoji"),  # Teams'
    *("r", "t", "e", "quote"),  # phpBB's
}
_TAGS = _PARAGRAPHS | _LINES | _WITHIN | {"td", "th"}
# A regular expression, because html.parser takes hours for a megabyte of "<a"; here, an attempt to match a tag never
# reads beyond its end.
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9:-]{0,15})(?:[\s/][^<>]*)?>|<!--.{0,300}?-->", re.DOTALL)
_UNSEEN = re.compile(r"<(script|style)\b[^<>]*>[^<]*</\1\s*>", re.IGNORECASE)
_EMOJI = re.compile(r"\salt=[\"']([^\w\s\"'<>&:]{1,12})[\"']")
_BLANK_LINES = re.compile(r"\n\s*\n")
_MOST_QUOTES = 3  # ">" marks, however deeply a quotation is nested

# Tags in positions that only HTML has; people who write about tags use them as words in a sentence.
_MARKED = re.compile(
    r"\A\s*<(?:p|div|ul|ol|pre|blockquote)\b[^<>]*>|\A<[rt]>|(?<![\s`'\"(])<p>(?=[^\s`'\")])|<br\s*/?>"
    r"|</(?:p|div|a|span|blockquote|li|b|i|u|em|strong|strike|center|font|small|code|pre|o:p)>"  # </s> ends sarcasm
    r"|\A\s*<(?:img|iframe)\s[^<>]*=[^<>]*>",
    re.IGNORECASE,
)
_ENTITY = re.compile(r"&(?:amp|lt|gt|quot|apos|nbsp|#\d{1,6}|#x[0-9a-f]{1,5});", re.IGNORECASE)
_OF_FORUMS = "quote|b|i|u|url|img|color|colour|size|font|center|list|spoiler|user|media|attach"
_BBCODE = re.compile(rf"\[(/?)({_OF_FORUMS})(?:[=\s][^\[\]\n]{{0,200}})?\]", re.IGNORECASE)
_CODE = re.compile(r"`[^`\n]+`")  # Markdown's code, in which a tag is a word
_BARE = re.compile(r"&(?!\w{1,10};|#\w{1,8};)")  # HTML would have escaped it


def shown(text: str) -> str:
    r"""The text of a field that may be HTML or BBCode, as a browser would show it; unchanged without tags or entities.

    Examples
    --------
    >>> shown("<p>Too late.</p>"), shown("Bent &amp; broken."), shown("x < y & z"), shown("A <p> &amp; so & on.")
    ('Too late.', 'Bent & broken.', 'x < y & z', 'A <p> &amp; so & on.')
    >>> shown('[quote="Wilf"]Close it.[/quote]Keep it [b]open[/b], it is < 1 mile.')
    '> Close it.\n\nKeep it open, it is < 1 mile.'
    """
    talk = _CODE.sub("", text) if "`" in text else text
    is_marked = "<" in talk and "```" not in text and _MARKED.search(talk)  # a fence encloses Markdown's code
    if closed := {tag[2] for tag in _BBCODE.finditer(talk) if tag[1]} if "[/" in talk else set():
        text = text if is_marked else html.escape(text, quote=False)
        return text_of(_BBCODE.sub(lambda tag: _of_bbcode(tag) if tag[2] in closed else tag[0], text))
    if is_marked:
        return text_of(text)
    return html.unescape(text) if "&" in talk and _ENTITY.search(talk) and not _BARE.search(talk) else text


def _of_bbcode(tag: re.Match[str]) -> str:
    return f"<{tag[1]}blockquote>" if tag[2].lower() == "quote" else ""


def text_of(markup: str) -> str:
    r"""The text of some HTML, with blank lines between paragraphs and ``>`` before quotations.

    Parameters
    ----------
    markup : str
        A piece of HTML, or plain text. Anything but HTML tags is kept.

    Returns
    -------
    str

    Examples
    --------
    >>> text_of("<blockquote><p>It&#39;s late.</p></blockquote>\n<p>Never<br>on <b>time</b>, x<y.</p>")
    "> It's late.\n\nNever\non time, x<y."
    """
    markup = _UNSEEN.sub("", markup)
    pieces: list[tuple[int, str]] = []  # quotation depth and text
    quotes = done = 0
    for tag in _TAG.finditer(markup):
        closes, name = tag[1], (tag[2] or "").lower()
        if name and name not in _TAGS and "-" not in name:  # names of one's own have a hyphen
            continue
        pieces.append((quotes, markup[done : tag.start()]))
        done = tag.end()
        if name in ("img", "emoji") and (sign := _EMOJI.search(tag[0])):
            pieces.append((quotes, sign[1]))
        if name == "blockquote":
            quotes = max(quotes - 1, 0) if closes else quotes + 1
        if name in _PARAGRAPHS or (name in _LINES and not closes):
            pieces.append((0, "\n\n" if name in _PARAGRAPHS else "\n"))
    pieces.append((quotes, markup[done:]))
    lines = [""]
    for depth, piece in pieces:
        for number, part in enumerate(html.unescape(piece).split("\n")):
            if number:
                lines.append("")
            if depth and part.strip() and not lines[-1].strip():
                lines[-1] = "> " * min(depth, _MOST_QUOTES)
            lines[-1] += part
    return _BLANK_LINES.sub("\n\n", "\n".join(line.strip() for line in lines)).strip()
