"""A comment thread: an article and what people wrote under it, as a checked reply tree.

Nothing here reads a file, and nothing recurses, so a chain of a million replies is walked like a chain of three.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property
from numbers import Integral
from typing import Literal, TypeAlias

from stancekit.errors import InputError, ThreadError

__all__ = ["Comment", "Orphans", "Part", "Reading", "Remainder", "Thread", "promote_orphans"]

Orphans: TypeAlias = Literal["error", "promote"]
"""What to do with a reply to a comment that is missing: refuse the thread, or keep the reply at the top level."""

_QUOTE = r"^[^\S\n]*(?:(?:>|&gt;)[^\S\n]*)+(?P<said>.*)$"
_QUOTED = re.compile(_QUOTE, re.MULTILINE)
# The same, perhaps below a line that says whose words they are: "On 8 April, Bianca <b@example.org> wrote:".
_INTRODUCED = re.compile(
    r"(?:^(?:On [^\n<>]{1,60}, )?(?P<name>[^\n,<>]{1,60}?)(?: <[^\n<>]{1,80}>)?(?: wrote| said)?:"
    rf"[^\S\n]*\n(?:[^\S\n]*\n)?)?(?P<quote>{_QUOTE})",
    re.MULTILINE,
)
_WORD = re.compile(r"\w+")
_LEFT_OUT = "left out: "
_MANY = 4  # words: fewer in a row occur in texts that do not quote each other
# A quotation is looked for in the texts that share its rarest run of words.
_RUN, _MOST_RUNS, _MOST_PLACES = 3, 64, 64


@dataclass(frozen=True, slots=True)
class Comment:
    """What one person wrote.

    Parameters
    ----------
    id : str
        Unique in its thread.
    text : str
        The words as written; paragraphs are separated by a blank line.
    author : str or None
        As signed, or None if it is not signed.
    parent : str or None
        The id of the comment that this one answers; None at the top level.
    target : str or None
        What this comment's stance is about, where its file says so for each comment.
    line : int or None
        Where it begins in its file, counted from 1.

    Examples
    --------
    >>> comment = Comment(id="1", text="About time.", author="Bianca")
    >>> comment.author, comment.text, comment.parent
    ('Bianca', 'About time.', None)
    """

    id: str
    text: str
    author: str | None = None
    parent: str | None = None
    target: str | None = None
    line: int | None = None

    @property
    def paragraphs(self) -> tuple[str, ...]:
        """The parts of the text between blank lines, in order."""
        paragraphs: list[list[str]] = [[]]
        for line in self.text.split("\n"):
            if line.strip():
                paragraphs[-1].append(line)
            elif paragraphs[-1]:
                paragraphs.append([])
        return tuple("\n".join(lines) for lines in paragraphs if lines)


@dataclass(frozen=True, slots=True)
class Remainder:
    """Text of a file that is neither title, article nor comment, kept under a name.

    Parameters
    ----------
    name : str
        What it seems to be: ``"author box"``, ``"last posts"``, ``"heading"``...
    text : str
        The text itself, as it stands in the file.
    line : int
        Where it begins, counted from 1.
    """

    name: str
    text: str
    line: int


@dataclass(frozen=True, slots=True)
class Part:
    """One stretch of a file and what it was read as; the lines of all parts cover the file.

    Parameters
    ----------
    first, last : int
        The first and the last line, counted from 1, both included.
    role : str
        ``"title"``, ``"article"``, ``"comment"``, ``"remainder"``...
    why : str
        The reason in plain words.
    """

    first: int
    last: int
    role: str
    why: str


@dataclass(frozen=True, slots=True)
class Reading:
    """How a file was read, and why.

    Parameters
    ----------
    name : str
        The file's name, ``"-"`` for a pipe.
    format : str
        The format that was used.
    encoding : str
        ``"utf-8"``, ``"utf-8-sig"`` or ``"utf-16"``.
    reasons : tuple of str
        Why this format, and what else a reader of the result should know.
    parts : tuple of Part
        What each stretch of the file became.
    """

    name: str
    format: str
    encoding: str
    reasons: tuple[str, ...]
    parts: tuple[Part, ...] = ()

    def and_so(self, *reasons: str) -> Reading:
        """The same with further reasons."""
        return replace(self, reasons=(*self.reasons, *reasons))

    def leaving_out(self, *what: str) -> Reading:
        """The same, but something of the file is in no thread."""
        return self.and_so(*(f"{_LEFT_OUT}{one}" for one in what))

    @property
    def left_out(self) -> tuple[str, ...]:
        """What of the file is in no thread: ``"3 without words"``; also told in the reasons."""
        return tuple(one.removeprefix(_LEFT_OUT) for one in self.reasons if one.startswith(_LEFT_OUT))


@dataclass(frozen=True, init=False)
class Thread:
    """An article and the comments under it: a reply tree, checked when it is made.

    Parameters
    ----------
    comments : iterable of Comment
        In the order of the file. A parent may stand after its replies.
    title : str or None
        The article's headline: what a stance is about, unless told otherwise.
    article : str
        The article's text, or the post that opened the thread.
    remainder : tuple of Remainder
        What else was in the file.
    id : str or None
        The thread's name where a file holds several.
    reading : Reading or None
        How the file was read; not part of a thread's identity.

    Raises
    ------
    ThreadError
        If two comments share an id, an id is neither a str nor a whole number, a text is no str, a parent is missing,
        or comments answer each other in a ring.
    InputError
        If the comments are not ``Comment`` objects, or the title or the article is no str.

    Examples
    --------
    >>> thread = Thread(
    ...     title="Town bans cars from the market square",
    ...     comments=[
    ...         Comment("1", "Good riddance."),
    ...         Comment("2", "And where do I unload my van?"),
    ...         Comment("3", "Round the back, like everyone.", parent="1"),
    ...     ],
    ... )
    >>> [(comment.id, thread.depth(comment)) for comment in thread.walk()]
    [('1', 0), ('3', 1), ('2', 0)]
    >>> thread.parent(thread.comments[2]).text
    'Good riddance.'
    """

    comments: tuple[Comment, ...]
    title: str | None = None
    article: str = ""
    remainder: tuple[Remainder, ...] = ()
    id: str | None = None
    reading: Reading | None = field(default=None, compare=False, repr=False)
    _by_id: dict[str, Comment] = field(init=False, compare=False, repr=False)
    _replies: dict[str | None, list[Comment]] = field(init=False, compare=False, repr=False)
    _depth: dict[str, int] = field(init=False, compare=False, repr=False)

    def __init__(
        self,
        comments: Iterable[Comment],
        title: str | None = None,
        article: str = "",
        remainder: Iterable[Remainder] = (),
        id: str | None = None,  # noqa: A002 - the field's name in every export
        reading: Reading | None = None,
    ) -> None:
        comments = _checked(comments)
        if not isinstance(title, str | None):
            raise InputError(f"title must be a str or None, got {type(title).__name__}")
        if not isinstance(article, str):
            raise InputError(f"article must be a str, got {type(article).__name__}")
        by_id = _index(comments)
        replies: dict[str | None, list[Comment]] = {}
        for comment in comments:
            if comment.parent is not None and comment.parent not in by_id:
                raise _orphan(comment, comment.parent, is_read=reading is not None)
            replies.setdefault(comment.parent, []).append(comment)
        for name, value in (
            ("comments", comments),
            ("title", title),
            ("article", article),
            ("remainder", tuple(remainder)),
            ("id", id),
            ("reading", reading),
            ("_by_id", by_id),
            ("_replies", replies),
        ):
            object.__setattr__(self, name, value)
        depth: dict[str, int] = {}
        for comment in self.walk():
            depth[comment.id] = 0 if comment.parent is None else depth[comment.parent] + 1
        object.__setattr__(self, "_depth", depth)
        if len(depth) < len(comments):
            raise _cycle(comments, by_id, depth)

    def __len__(self) -> int:
        return len(self.comments)

    def own_words(self, comment: Comment) -> str:
        r"""A comment without its quotations: its text, with blanks in place of the lines (``> ...``) that it quotes.

        A line counts as quoted only if the title, the article or a comment has it unquoted, so that nobody can hide an
        insult behind a ``>``. A line above that names a commenter, as in "Bianca wrote:", is left out with it. If
        nothing else would be left, the text is returned as written. A ThreadError if no comment here has its id.

        Examples
        --------
        >>> said, asked = Comment("1", "You are all liars here."), Comment("2", "> You are all liars here.\nWho says?")
        >>> Thread([said, asked]).own_words(asked).strip()
        'Who says?'
        """
        comment = self._own(comment)
        if ">" not in comment.text and "&gt;" not in comment.text:
            return comment.text
        own = _INTRODUCED.sub(self._unquoted, comment.text)
        return own if _WORD.search(own) else comment.text

    def _unquoted(self, quotation: re.Match[str]) -> str:
        """Blanks in place of what is quoted, and of the name above it if that is a commenter's."""
        if _words(quotation["said"]) not in self._quoted:
            return quotation[0]
        is_author = (quotation["name"] or "").casefold() in self._authors  # and not "That liar wrote:"
        kept = "" if is_author else quotation[0].removesuffix(quotation["quote"])
        return kept + " " * (len(quotation[0]) - len(kept))

    @cached_property
    def _authors(self) -> set[str]:
        return {"", *(comment.author.casefold() for comment in self.comments if comment.author)}

    @cached_property
    def _quoted(self) -> set[tuple[str, ...]]:
        """The lines that comments quote, as words, if the title, the article or a comment has them unquoted.

        ``_MANY`` words or more may be part of a longer text; fewer must be all of one.
        """
        lines = (line for comment in self.comments for line in _QUOTED.findall(comment.text))
        sought = {words for words in map(_words, lines) if words}
        runs_of = {
            words: [words[at : at + _RUN] for at in range(min(len(words) - _RUN, _MOST_RUNS))]  # without the last word,
            for words in sought  # which an ellipsis may have cut short
            if len(words) >= _MANY
        }
        places: dict[tuple[str, ...], list[int]] = {run: [] for runs in runs_of.values() for run in runs}
        first_words = {run[0] for run in places}
        found, said = set(), []
        for number, text in enumerate((self.title or "", self.article, *(one.text for one in self.comments))):
            words = _words(_QUOTED.sub("", text))
            said.append(f" {' '.join(words)} ")
            if len(words) < _MANY or words in sought:
                found.add(words)
            for at in [at for at, word in enumerate(words) if word in first_words]:
                has_run = places.get(words[at : at + _RUN])
                if has_run is not None and len(has_run) < _MOST_PLACES and number not in has_run[-1:]:
                    has_run.append(number)
        for words, runs in runs_of.items():
            if any(f" {' '.join(words)}" in said[place] for place in min(map(places.__getitem__, runs), key=len)):
                found.add(words)
        return found & sought

    def walk(self) -> Iterator[Comment]:
        """Every comment exactly once in reading order: each one before its replies, siblings as in the file."""
        stack = self._replies.get(None, [])[::-1]
        while stack:
            comment = stack.pop()
            yield comment
            stack.extend(reversed(self._replies.get(comment.id, ())))

    def parent(self, comment: Comment) -> Comment | None:
        """The comment that this one answers, or None at the top level; a ThreadError if none here has its id."""
        parent = self._own(comment).parent
        return None if parent is None else self._by_id[parent]

    def replies(self, comment: Comment) -> tuple[Comment, ...]:
        """The direct replies to a comment, in the order of the file; a ThreadError if none here has its id."""
        return tuple(self._replies.get(self._own(comment).id, ()))

    def without_replies(self) -> Thread:
        """The same comments, none of which answers another."""
        return replace(self, comments=tuple(replace(comment, parent=None) for comment in self.comments))

    def depth(self, comment: Comment) -> int:
        """How many comments stand above this one: 0 at the top level; a ThreadError if none here has its id."""
        return self._depth[self._own(comment).id]

    def _own(self, comment: Comment) -> Comment:
        if not isinstance(comment, Comment):
            raise InputError(f"comment must be a Comment of this thread, got {type(comment).__name__}")
        if comment.id not in self._by_id:
            raise ThreadError(f"there is no comment {comment.id!r} in this thread", ids=(comment.id,))
        return self._by_id[comment.id]


def promote_orphans(comments: Iterable[Comment]) -> tuple[Comment, ...]:
    """The same comments, with those whose parent is missing moved to the top level.

    Examples
    --------
    >>> [comment.parent for comment in promote_orphans([Comment("1", "No."), Comment("2", "Why?", parent="7")])]
    [None, None]
    """
    comments = tuple(comments)
    known = {comment.id for comment in comments}
    return tuple(
        comment if comment.parent is None or comment.parent in known else replace(comment, parent=None)
        for comment in comments
    )


def _words(text: str) -> tuple[str, ...]:
    return tuple(_WORD.findall(text.casefold()))


def _checked(comments: Iterable[Comment]) -> tuple[Comment, ...]:
    """The comments; an error if one is something else, or has a missing value where a str must be."""
    if not isinstance(comments, Iterable):
        raise InputError(f"comments must be a sequence of Comment objects, got {type(comments).__name__}")
    comments = tuple(comments)
    for number, comment in enumerate(comments):
        if not isinstance(comment, Comment):
            raise InputError(f"comments must be Comment objects, got {type(comment).__name__} at comments[{number}]")
        if not isinstance(comment.text, str):
            what, needs = f"the text {comment.text!r}", "a text is a str"
        elif not isinstance(comment.id, str | Integral):
            what, needs = f"the id {comment.id!r}", "each needs a str of its own"
        elif not isinstance(comment.parent, str | Integral | None):
            what, needs = f"the parent {comment.parent!r}", "it is a comment's id, or None at the top level"
        elif not isinstance(comment.author, str | None):
            what, needs = f"the author {comment.author!r}", "it is a str, or None"
        elif not isinstance(comment.target, str | None):
            what, needs = f"the target {comment.target!r}", "it is a str, or None for the thread's"
        else:
            continue
        name = f"comment {comment.id!r}{_at(comment)}, comments[{number}],"
        raise ThreadError(f"{name} has {what}; {needs}", ids=(comment.id,), line=comment.line)
    return comments


def _orphan(comment: Comment, parent: str, *, is_read: bool) -> ThreadError:
    keep = 'orphans="promote" (--orphans promote)' if is_read else "stancekit.threads.promote_orphans(comments)"
    return ThreadError(
        f"comment {comment.id!r}{_at(comment)} replies to {parent!r}, which is not in this thread; "
        f"{keep} keeps it as a root",
        ids=(comment.id, parent),
        line=comment.line,
    )


def _index(comments: tuple[Comment, ...]) -> dict[str, Comment]:
    by_id: dict[str, Comment] = {}
    for comment in comments:
        if first := by_id.get(comment.id):
            apart = first.line is not None and first.line != comment.line
            where = f" (lines {first.line} and {comment.line})" if apart else ""
            raise ThreadError(
                f"two comments have the id {comment.id!r}{where}; give each its own",
                ids=(comment.id,),
                line=comment.line,
            )
        by_id[comment.id] = comment
    return by_id


def _cycle(comments: tuple[Comment, ...], by_id: dict[str, Comment], reached: dict[str, int]) -> ThreadError:
    """Name one ring among the comments that no root leads to."""
    comment = next(comment for comment in comments if comment.id not in reached)
    trail: dict[str, None] = {}
    while comment.id not in trail:
        trail[comment.id] = None
        assert comment.parent is not None  # a root would have been reached
        comment = by_id[comment.parent]
    ids = list(trail)
    ring = ids[ids.index(comment.id) :]
    shown = " -> ".join(repr(name) for name in [*ring[:6], *(["..."] if len(ring) > 6 else []), ring[0]])
    return ThreadError(
        f"comments answer each other in a ring: {shown}; one of them must have no parent",
        ids=tuple(ring),
        line=comment.line,
    )


def _at(comment: Comment) -> str:
    return f" (line {comment.line})" if comment.line is not None else ""
