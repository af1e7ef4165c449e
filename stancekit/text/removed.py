"""What stands where a comment was: ``[deleted]``, an omitted picture, or nothing but dots."""

from __future__ import annotations

import re

__all__ = ["says_nothing"]

_LONGEST = 80
_REMOVED = re.compile(
    r"[\s.…,;:*_'\"-]*"
    r"(?:[\[<(]\s*(?:deleted|removed|flagged|(?:media|image|video|audio|sticker|gif) omitted)(?: by .{1,40})?\s*[\])>]"
    r"|(?:this )?(?:comment|message|post)(?: was| has been)? (?:deleted|removed|hidden)(?: (?:by|for) .{1,40})?)?"
    r"[\s.…,;:*_'\"-]*",
    re.IGNORECASE,
)


def says_nothing(text: str) -> bool:
    """Whether a comment is gone, or has neither a word nor a sign in it.

    Parameters
    ----------
    text : str
        The comment.

    Returns
    -------
    bool

    Examples
    --------
    >>> [says_nothing(text) for text in ("[deleted]", "Comment removed by a moderator", "...", "Removed!", "😡")]
    [True, True, True, False, False]
    """
    return len(text) <= _LONGEST and _REMOVED.fullmatch(text) is not None
