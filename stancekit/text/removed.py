"""What is left where a comment was: ``[deleted]``, an omitted picture, or nothing but dots."""

from __future__ import annotations

import re
import string

__all__ = ["says_nothing"]

_LONGEST = 120
_BLANKS = string.whitespace + "\xa0\u2028\u2029\u3000\u200b\u200c\u200d\u2060\ufeff"  # and what has no width
_DOTS = f"{_BLANKS}.…-"
_BY = r"(?: by (?:an? |the |its )?(?:moderators?|mods?|admins?|staff|author|user|automoderator|reddit|youtube))?"
_FOR = r"(?: for (?:violating|breaking) (?:(?:our|the|its) )?(?:community )?(?:rules|guidelines|standards|terms))?"
_WHY = (
    r"(?: because it (?:didn['’]t|did not) (?:abide by|meet|follow) our (?:community )?(?:standards|guidelines|rules))?"
)
_REMOVED = re.compile(
    rf"[\[<(]\s*(?:deleted|removed|flagged|(?:media|image|video|audio|sticker|gif) omitted){_BY}\s*[\])>]"
    rf"|(?:this )?(?:comment|message|post)(?: was| has been)? (?:deleted|removed|hidden){_BY}(?:{_FOR}|{_WHY})\.?",
    re.IGNORECASE,
)


def says_nothing(text: str) -> bool:
    """Whether a comment was removed, or has nothing but blanks, dots and dashes in it.

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
    text = text.strip(_BLANKS)
    is_long = len(text) > _LONGEST
    if text[:1].isalnum() and (is_long or not ("deleted" in text or "removed" in text or "hidden" in text)):
        return False  # the quick way for nearly every comment: no notice is as long, or lacks all of these words
    return not text.strip(_DOTS) or (not is_long and _REMOVED.fullmatch(text) is not None)
