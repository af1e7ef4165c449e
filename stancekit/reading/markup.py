"""HTML to the text that a browser would show, as comments have it in exports."""

from __future__ import annotations

import re
from html.parser import HTMLParser

__all__ = ["text_of"]

_ENDS_A_PARAGRAPH = {"p", "div", "blockquote", "pre", "ul", "ol", "table", "h1", "h2", "h3", "h4", "h5", "h6"}
_ENDS_A_LINE = {"br", "li", "tr"}
_UNSEEN = {"script", "style", "template"}
_BLANK_LINES = re.compile(r"\n\s*\n")


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.text: list[str] = []
        self._quotes = self._unseen = 0

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self._end(tag)
        self._quotes += tag == "blockquote"
        self._unseen += tag in _UNSEEN

    def handle_endtag(self, tag: str) -> None:
        self._quotes = max(self._quotes - (tag == "blockquote"), 0)
        self._unseen = max(self._unseen - (tag in _UNSEEN), 0)
        if tag not in _ENDS_A_LINE:
            self._end(tag)

    def handle_data(self, data: str) -> None:
        if self._unseen:
            return
        for number, line in enumerate(data.split("\n")):
            if number:
                self.text.append("\n")
            if line.strip() and self._quotes and "".join(self.text[-1:])[-1:] in ("", "\n"):
                self.text.append("> " * self._quotes)
            self.text.append(line)

    def _end(self, tag: str) -> None:
        if tag in _ENDS_A_PARAGRAPH or tag in _ENDS_A_LINE:
            self.text.append("\n\n" if tag in _ENDS_A_PARAGRAPH else "\n")


def text_of(html: str) -> str:
    r"""The text of some HTML: paragraphs parted by blank lines, quotations behind ``>``.

    Parameters
    ----------
    html : str
        A piece of HTML, or plain text.

    Returns
    -------
    str

    Examples
    --------
    >>> text_of("<blockquote><p>It&#39;s late.</p></blockquote>\n<p>Never<br>on <b>time</b>.</p>")
    "> It's late.\n\nNever\non time."
    """
    reader = _Reader()
    reader.feed(html)
    reader.close()
    lines = [line.strip() for line in "".join(reader.text).split("\n")]
    return _BLANK_LINES.sub("\n\n", "\n".join(lines)).strip()
