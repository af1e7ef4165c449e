"""What is left where a comment was: ``[deleted]``, an omitted picture, or nothing but dots."""

from __future__ import annotations

import re
import string
from unicodedata import category

from stancekit.text.links import without_links
from stancekit.vocabulary import MISSING

__all__ = ["says_nothing"]

_LONGEST = 120
_FILLERS = "\u115f\u1160\u3164\uffa0"  # letters of Hangul, but empty
_BLANKS = string.whitespace + _FILLERS + "\xa0\u2028\u2029\u3000\u200b\u200c\u200d\u2060\ufeff"  # and what has no width
_DOTS = f"{_BLANKS}.…-"
# What nobody sees: controls, formats, surrogates, private use, blanks, and marks without a letter. Signs of no category
# are not among them, as they may be emoji that are newer than this Python.
_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co", "Zs", "Zl", "Zp", "Mn", "Mc", "Me"})
_EMPTY = frozenset(f"{_DOTS}\u2800\ufffc\ufffd")  # the last three are signs, but empty or lost
_MISSING = MISSING - {"nan"}  # which is somebody's word, and so is whatever differs from these in its case
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
_AROUND = ".,!?:;'\"@"  # signs around a word that say nothing of it
# First words of notices, of what is missing, and of addresses that are all signs.
_MAY_SAY_NOTHING = frozenset({"this", "comment", "message", "post", "www", *map(str.lower, _MISSING)})


def says_nothing(text: str) -> bool:
    """Whether a comment was removed or is missing, or is nothing but links, blanks, dots and what nobody sees.

    Parameters
    ----------
    text : str
        The comment.

    Returns
    -------
    bool

    Examples
    --------
    >>> [says_nothing(text) for text in ("[deleted]", "Comment Removed by a moderator", "www.x.org", "Hm!", "😡")]
    [True, True, True, False, False]
    >>> says_nothing("NaN"), says_nothing("nan makes the best naan")
    (True, False)
    """
    first = text.partition(" ")[0].strip(_AROUND)
    if first.isascii() and first.isalpha() and first.lower() not in _MAY_SAY_NOTHING:
        return False  # the quick way for nearly every comment
    text = without_links(text).strip(_BLANKS)
    if text in _MISSING:
        return True
    return all(one in _EMPTY or category(one) in _UNSEEN for one in text) or (
        len(text) <= _LONGEST and _REMOVED.fullmatch(text) is not None
    )
