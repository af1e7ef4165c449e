"""Decode saved mails and mailboxes to the text that a mail program shows."""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import replace
from email import message_from_bytes
from email.errors import HeaderParseError
from email.header import decode_header, make_header
from email.message import Message

from stancekit.reading.decode import Source
from stancekit.reading.markup import text_of

__all__ = ["open_letters"]

_HEADER = r"[A-Za-z][A-Za-z0-9-]{1,40}:[^\n]*\n(?:[ \t][^\n]*\n)*"
_MAIL = re.compile(rf"(?:From \S[^\n]*\n)?(?:{_HEADER}){{2,}}", re.ASCII)
_PACKED = re.compile(r"^(?:mime-version|content-transfer-encoding):|=\?[\w-]+\?[bq]\?", re.IGNORECASE | re.MULTILINE)
_PAGE = re.compile(r"^(?:from:\s*\"?<?saved by |snapshot-content-location:)", re.IGNORECASE | re.MULTILINE)  # MHTML
_BETWEEN = re.compile(r"(?:\A|(?<=\n\n))From \S+ .*\d{4}[^\S\n]*(?:\n|\Z)")  # the mails of an mbox
_ESCAPED = re.compile(r"^>(?=>*From )", re.MULTILINE)  # lines of an mbox that only begin like that
_SHOWN = ("From", "Subject", "Message-ID", "In-Reply-To", "Date")
_PREFIX = 20_000  # characters: the headers of a mail


def open_letters(source: Source) -> Source:
    """A source with its mails decoded, one after another, and the lines that a mailbox escaped as they were written.

    Raises
    ------
    ReadError
        If it is a page that a browser saved as MHTML, or a mail's parts are nested too deeply.
    """
    is_mailbox = _BETWEEN.match(source.text) is not None
    mails = _BETWEEN.split(source.text)[1:] if is_mailbox else [source.text]
    heads = [head[0] for mail in mails if (head := _MAIL.match(mail[:_PREFIX]))]
    if not any(map(_PACKED.search, heads)):
        return replace(source, text=_ESCAPED.sub("", source.text)) if heads and is_mailbox else source
    if _PAGE.search(heads[0]):
        raise source.error(
            "is a page that a browser saved as MHTML; open it and save it as text, or export the comments as CSV", 1
        )
    if is_mailbox:
        mails = [_ESCAPED.sub("", mail) for mail in mails]
    try:
        return replace(source, text="\n\n".join(map(_shown, mails)) + "\n")
    except RecursionError:
        raise source.error("the parts of a mail are nested too deeply; save its text by itself") from None


def _shown(mail: str) -> str:
    message = message_from_bytes(mail.encode())
    raw = {name.casefold(): value for name, value in reversed(list(message.raw_items()))}
    heads = [f"{name}: {_plain(raw[name.casefold()])}" for name in _SHOWN if raw.get(name.casefold())]
    parts = [part for part in message.walk() if part.get_content_maintype() == "text" and not part.get_filename()]
    plain = [part for part in parts if part.get_content_subtype() == "plain"]
    bodies = [_text(part).strip("\n") for part in plain or parts]
    return "\n".join([*heads, "", "\n\n".join(bodies)])


def _plain(value: object) -> str:
    """A header's decoded value, on one line; letters that no code was used for were read as UTF-8 before."""
    text = str(value).encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    try:
        return " ".join(str(make_header(decode_header(text))).split())
    except (HeaderParseError, LookupError, ValueError):
        return " ".join(text.split())


def _text(part: Message) -> str:
    """The text of a part; an unencoded one was read as UTF-8 before, whatever it declares."""
    data = part.get_payload(decode=True)
    if not isinstance(data, bytes):
        return ""
    declared = part.get_content_charset() or "utf-8"
    raw = str(part.get("content-transfer-encoding", "8bit")).strip().lower() in ("8bit", "binary")
    content = ""
    for charset in ("utf-8", declared, "latin-1") if raw else (declared, "utf-8", "latin-1"):
        with suppress(LookupError, UnicodeDecodeError):
            content = data.decode(charset)
            break
    content = content.replace("\r\n", "\n").replace("\r", "\n").replace("\0", " ")
    return text_of(content) if part.get_content_subtype() == "html" else content
