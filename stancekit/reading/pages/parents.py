"""Tell which comment each one answers where a page only links to the parent, as far as that leaves no doubt.

Sites that show a tree without indentation, as it is copied, have each comment above its answers. Then one with a link
to a parent, right below one that answers nobody, answers that one; further below it may answer any of those above, up
to the latest without a link. Links to the root and counts of answers leave fewer; where two are left, nothing is said.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

__all__ = ["Links", "links_behind", "parents_by_links"]

_LINK = re.compile(r"\|\s*(root|parent|prev|next)\b", re.IGNORECASE)
_CHILDREN = re.compile(r"\((\d{1,5}) child(?:ren)?\)", re.IGNORECASE)


@dataclass(slots=True)
class Links:
    """What a comment's own lines say of its place in the tree.

    Parameters
    ----------
    names : frozenset of str
        Of its links: ``"parent"``, ``"root"``, ``"prev"``, ``"next"``.
    n_answers : int or None
        How many answers it has, direct ones or all, if a count says so.
    hides : bool
        Whether answers are left out right below it.
    is_torn : bool
        Whether words are below its buttons: somebody else's, whose name was not recognised, may be among them.
    """

    names: frozenset[str] = frozenset()
    n_answers: int | None = None
    hides: bool = False
    is_torn: bool = False


def links_behind(date: str) -> Links:
    """The links and the count of answers behind a date.

    Examples
    --------
    >>> sorted(links_behind("2 hours ago | root | parent | next [-]").names), links_behind("2d (3 children)").n_answers
    (['next', 'parent', 'root'], 3)
    """
    count = _CHILDREN.search(date)
    return Links(frozenset(map(str.casefold, _LINK.findall(date))), None if count is None else int(count[1]))


def parents_by_links(comments: Sequence[Links]) -> list[int | None]:
    """The place of the comment that each one surely answers, or None.

    Examples
    --------
    >>> root, answer, deeper = Links(), Links(frozenset({"parent"})), Links(frozenset({"parent", "root"}))
    >>> parents_by_links([root, answer, answer, root, answer])
    [None, 0, None, None, 3]
    >>> parents_by_links([root, answer, deeper, answer, deeper, deeper])
    [None, 0, 1, 0, 3, None]
    >>> parents_by_links([root, Links(answer.names, n_answers=1), answer])
    [None, 0, 1]
    """
    parents: list[int | None] = [None] * len(comments)
    if all("parent" in one.names for one in comments):
        return parents
    has_roots = any("root" in one.names for one in comments)
    has_siblings = any(one.names >= {"parent", "prev"} for one in comments)  # then the first answer has no "prev"
    above: list[int] = []  # the one without a link, and what the next comment may answer below it
    n_direct: Counter[int] = Counter()
    is_whole = True  # whether nothing is left out since

    def has_room(at: int) -> bool:
        """Whether a comment has fewer answers than are counted."""
        n_answers = comments[at].n_answers
        return n_answers is None or n_direct[at] < n_answers

    for place, one in enumerate(comments):
        if "parent" not in one.names:
            above, is_whole = [place] if not one.is_torn else [], not one.hides
            continue
        first = int("root" in one.names)
        end = len(above) if first or not has_roots else min(len(above), 1)
        is_first_answer = has_siblings and "prev" not in one.names and is_whole
        may_be: list[int] = []
        for at in map(above.__getitem__, range(end - 1, first - 1, -1)):
            if len(may_be) > 1 or (is_first_answer and at < place - 1):
                break
            if has_room(at):
                may_be.append(at)
                if is_whole and place - at - 1 < (comments[at].n_answers or 0):
                    break
        if len(may_be) == 1:
            parents[place] = parent = may_be[0]
            n_direct[parent] += 1
            while above[-1] > parent:
                above.pop()
            if len(above) > 1 and not has_room(parent):
                above.pop()
        if one.is_torn:
            above = []
        elif above and has_room(place):
            above.append(place)
        is_whole = is_whole and not one.hides
    return parents
