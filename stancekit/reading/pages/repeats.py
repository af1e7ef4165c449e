"""Find comments below heads that repeat the same words around a name, on sites that no list of buttons covers.

``Review by Bianca``, ``Profile photo for Bianca`` or ``Bianca commented on 3 May`` above every comment, or a rating
below every name: with names, numbers and dates left out, such lines are alike. They tell where comments begin, and
lines that are alike in all comments are the page's own.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from stancekit.reading.pages.buttons import Buttons
from stancekit.reading.pages.dates import LONGEST_NAME, split_date
from stancekit.reading.pages.furniture import GONE, answered, is_above_words, is_role
from stancekit.reading.pages.lines import Line
from stancekit.reading.pages.masks import MASKED_DATE, beginning, ending, is_of_stars, masked
from stancekit.reading.pages.names import Signature, is_name, may_be_name
from stancekit.reading.pages.neighbours import is_picture
from stancekit.reading.pages.undersigned import mark_undersigned

__all__ = ["Repeats"]

_OFTEN = 3  # times: lines that are less often alike may be anybody's words
_FEW = 2  # comments
_MOST, _SOME = 0.7, 0.3  # of the comments
_DEEPER = 4  # columns of indentation of a reply
_LONG_HEAD = 8  # lines
_LONGEST = 160  # characters of a line that may be the page's own
_LONGEST_HEAD, _LONGEST_PROFILE, _AGAIN = 110, 60, 60
_HIGH = 3  # lines at most between a picture's text and the name, or a name and a rating
_BY = re.compile(
    r"(?P<verb>(?:(?:review|comment|message|reply|post|response|answer|written|posted)\w* ){0,2})(?:#?\d+: )?"
    r"(?P<by>(?:by|from) )(?P<name>\S.*)",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W\d_]{3}")
_ANSWER = re.compile(r"(?:re|aw):\s*(?=\S)", re.IGNORECASE)
_REPLY = re.compile(r"repl(?:y|ied)\b|response\b", re.IGNORECASE)
_SIGNS_BELOW = re.compile(r"(?:asked|answered|edited|modified)\b", re.IGNORECASE)  # such names are below the words
_WHOM = re.compile(
    r", to (?P<whom>\S.{0,80}?)(?:, (?=at \d)|$)"
)  # "by Bianca, to Bo, at 10:42", "by Bianca, to BoBianca"
_BEHIND_NAME = re.compile(r"\s*(?:[★☆½⭐]+(?:\s+\d+)?$|\((?:\s*#?\d|new\b|(?:last )?edited\b)|,? on ).*|,? at \d.*")


@dataclass(frozen=True, slots=True)
class _Head:
    """The lines of a comment's head, from `start` to the line before `end`, and what the first of them says."""

    start: int
    end: int
    name: str
    is_reply: bool = False
    answers: str = ""  # whom the first line says that it answers


class Repeats(Buttons):
    r"""Names in heads that are alike, and the lines that are alike in most comments.

    Parameters
    ----------
    lines : sequence of Line
        A page's lines.

    Attributes
    ----------
    heads : list
        The heads in their order; none unless there are three, and words below most of them.
    is_sure : bool
        Whether each name is there twice.

    Examples
    --------
    >>> from stancekit.reading.pages.lines import scan
    >>> words = [("Bo", "Shame."), ("ida_99", "It leaks."), ("Ely", "At last!")]
    >>> lines = scan("\n".join(f"Review by {name}\n★★★\n{text}\n12 likes" for name, text in words))
    >>> Repeats(lines).mark(), [line.said.author for line in lines if line.said]
    (0, ['Bo', 'ida_99', 'Ely'])
    """

    def __init__(self, lines: Sequence[Line]) -> None:
        super().__init__(lines)
        self._masks = [masked(line.text) if len(line.text) <= _LONGEST else line.text for line in lines]
        counts = Counter(key for mask in self._masks for key in {mask, beginning(mask)})
        self._times = [max(counts[mask], counts[beginning(mask)]) if mask else 0 for mask in self._masks]
        texts = {line.text for line in lines}
        self._known = [
            self.is_own(at)
            or self.dates[at]
            or line.role == "own"
            or is_role(line.text)
            or is_of_stars(line.text)
            or GONE.fullmatch(line.text, 0, _LONGEST) is not None
            or ((subject := _ANSWER.match(line.text, 0, _LONGEST)) is not None and line.text[subject.end() :] in texts)
            for at, line in enumerate(lines)
        ]
        self._alike = self._are_alike(_OFTEN)
        found = [find() for find in (self._pictured, self._written_by, self._rated)]
        self.heads = next((heads for heads in found if len(heads) >= _OFTEN and self._have_words(heads)), [])
        self.is_sure = bool(self.heads) and self.heads is found[0]

    def _are_alike(self, least: float) -> list[bool]:
        """Whether each line is known to be the page's, or like so many others; a word counts beside such lines."""
        often = [times >= least for times in self._times]
        several = [" " in mask for mask in self._masks]
        alike = [known or (one and more) for known, one, more in zip(self._known, often, several, strict=True)]
        for at in (at for at, is_often in enumerate(often) if is_often and not alike[at]):
            alike[at] = any(alike[max(at - 1, 0) : at] + alike[at + 1 : at + 2])
        return alike

    def _pictured(self) -> list[_Head]:
        """Heads that begin with a line around the name that is below it."""
        found: dict[str, list[_Head]] = defaultdict(list)
        for at in range(len(self.lines) - 1):
            text = self.lines[at].text
            for below in range(at + 1, min(at + _HIGH, len(self.lines))):
                name = self.lines[below].text
                if self.dates[below]:
                    continue
                if len(text) <= _LONGEST_HEAD and len(name) > 1 and name != text and _holds(text, name):
                    frame = masked(text.replace(name, "*", 1))
                    is_below = at > 0 and _SIGNS_BELOW.match(self.lines[at - 1].text) is not None
                    if "*" in frame and _WORD.search(frame) and not is_below:
                        found[frame].append(_Head(at, below + 1, name, _REPLY.match(text) is not None))
                    break
        return _apart(head for alike in found.values() if _are_several(alike) for head in alike)

    def _written_by(self) -> list[_Head]:
        """Heads such as "Review by Bianca", or "by Bianca ( 12 ) on Tuesday"."""
        found: dict[str, list[_Head]] = defaultdict(list)
        for at, line in enumerate(self.lines):
            match = _BY.fullmatch(line.text) if len(line.text) <= _LONGEST_HEAD else None
            if match is None:
                continue
            whom = _WHOM.search(match["name"])
            named = match["name"] if whom is None else f"{match['name'][: whom.start()]}, {match['name'][whom.end() :]}"
            name = _BEHIND_NAME.sub("", split_date(named)[0]).strip()
            if may_be_name(name.rstrip("!")):
                head = _Head(at, at + 1, name, answers="" if whom is None else whom["whom"].removesuffix(name))
                found[f"{match['verb']}{match['by']}".casefold()].append(head)
        return _apart(head for alike in found.values() if _are_several(alike) for head in alike)

    def _rated(self) -> list[_Head]:
        """Heads of which the first line is a name between the page's own lines and a line that is alike in all."""
        found: dict[str, list[int]] = defaultdict(list)
        for at, mask in enumerate(self._masks):
            if " " in mask and "#" in mask.removesuffix(MASKED_DATE) and not self.dates[at]:
                for key in {beginning(mask), ending(mask)}:
                    found[key].append(at)
        best: list[_Head] = []
        for places in found.values():
            named = [head for at in places if (head := self._named_above(at)) is not None]
            heads = [head for head in named if self._is_top(head)]
            above = [head for head in named if heads and head.start < heads[0].start]
            n_names = sum(is_name(head.name) for head in heads)
            if len(heads) >= _MOST * (len(places) - 2) and n_names >= _MOST * len(heads) and _are_several(heads):
                others = [head for head in named if head.start > heads[0].start and is_name(head.name)]
                found_here = [head for head in named if head in heads or head in others]
                best = max(best, above[-1:] + found_here, key=len)  # above the first name may be anything
        return _apart(best)

    def _is_top(self, head: _Head) -> bool:
        """Whether a line of the page's own or a picture's text is above a head, or nothing."""
        above = head.start - 1
        return above < 0 or self._alike[above] or is_picture(self.lines[above].text, head.name)

    def _named_above(self, at: int) -> _Head | None:
        """The name above a line, or above dots and counts, and a badge in capitals, that are above it."""
        start = at - 1
        while start > max(at - _HIGH, 0) and self._known[start]:
            start -= 1
        if start > 0 and not self._alike[start - 1] and self.lines[start].text.isupper():
            start -= 1
        if start < 0 or self._alike[start] or not may_be_name(self.lines[start].text):
            return None
        return _Head(start, at + 1, self.lines[start].text)

    def _have_words(self, heads: Sequence[_Head]) -> bool:
        """Whether words are below half of the heads or more: several may have said the same."""
        ends = [*(head.start for head in heads[1:]), len(self.lines)]
        return sum(bool(self._words(*one)) for one in zip(heads, ends, strict=True)) * 2 >= len(heads)

    def _end(self, place: int) -> int:
        return self.heads[place + 1].start if place + 1 < len(self.heads) else len(self.lines)

    def _words(self, head: _Head, end: int) -> set[int]:
        """The lines below a head that may be words."""
        return {at for at in range(head.end, end) if not self._alike[at] and not self._is_again(head, at)}

    def _is_again(self, head: _Head, at: int) -> bool:
        text = self.lines[at].text
        is_sentence = text != head.name and text.endswith((".", "!", "?", "…"))
        return text.startswith(head.name) and at <= head.end + _HIGH and len(text) < _AGAIN and not is_sentence

    def mark(self) -> int | None:
        """Mark the heads, and the page's own lines between them; the index of the first head, or None."""
        if not self.heads:
            return None
        if all(head.end == head.start + 1 for head in self.heads):
            names = {head.start: head.name for head in self.heads}
            if (first := mark_undersigned(self.lines, names, self._known)) is not None:
                return first
        self._alike = self._are_alike(max(_OFTEN, _SOME * len(self.heads)))  # "I agree." may be what some say
        self._learn_above_heads()
        self.heads = self._with_lines_below()
        words = [self._words(head, self._end(place)) for place, head in enumerate(self.heads)]
        if (post := self._post(words)) is not None:
            for line in self.lines[: self.heads[post].end]:
                line.hide()
            self.heads, words = self.heads[post + 1 :], words[post + 1 :]
        self._leave_profiles_and_subjects(words)
        self._add_numbers(words)
        self._settle(words)
        self._leave_names(words)
        for place, head in enumerate(self.heads):
            self._mark_comment(head, self._end(place), words[place])
        return self.heads[0].start

    def _leave_names(self, words: Sequence[set[int]]) -> None:
        """Leave out the names that all words begin with."""
        firsts = [
            (self.lines[min(of_one)], head.name) for of_one, head in zip(words, self.heads, strict=True) if of_one
        ]
        if len(firsts) >= _OFTEN and all(line.text.startswith(f"{name} ") for line, name in firsts):
            for line, name in firsts:
                line.text = line.content = line.text[len(name) + 1 :]
                line.unbullet()

    def _mark_comment(self, head: _Head, end: int, words: set[int]) -> None:
        """Mark a head and, up to the line before `end`, all that is not among the words as the page's own."""
        line = self.lines[head.start]
        beside = " ".join(line.text.replace(head.name, " ", 1).split())
        line.sign(Signature(head.name, "label", beside, "", head.answers))
        line.indent += _DEEPER * head.is_reply
        for at in range(head.start + 1, end):
            if at < head.end or at not in words:
                self.lines[at].hide()

    def _learn_above_heads(self) -> None:
        """Take a word that is above most heads for a button, also above the end."""
        ends = [*(head.start for head in self.heads[1:]), len(self.lines)]
        text, times = Counter(self.lines[at - 1].text for at in ends).most_common(1)[0]
        if times >= max(_OFTEN, _MOST * len(ends)) and " " not in text and text.isalpha():
            for at in ends:
                self._alike[at - 1] = self._alike[at - 1] or self.lines[at - 1].text == text

    def _with_lines_below(self) -> list[_Head]:
        """The heads with the lines down to the last that is alike in most of them and right above words in most."""
        found: Counter[str] = Counter()
        kinds = [MASKED_DATE if self.dates[at] else beginning(mask) for at, mask in enumerate(self._masks)]
        spans = [self._below(head, self._end(at) - 1) for at, head in enumerate(self.heads)]
        for span in spans:
            once = Counter(kinds[at] for at in span)
            found.update(kinds[at] for at in span if once[kinds[at]] == 1 and self._are_words_below(at))
        ends = []
        for head, span in zip(self.heads, spans, strict=True):
            first = {kinds[at]: at for at in reversed(span)}  # words may be a date, too
            ends.append(
                max((at + 1 for kind, at in first.items() if found[kind] >= _MOST * len(spans)), default=head.end)
            )
        longer = [replace(head, end=end) for head, end in zip(self.heads, ends, strict=True)]
        pairs = list(enumerate(zip(self.heads, longer, strict=True)))
        profiled = sum(bool(self._words(head, below.end)) for _, (head, below) in pairs) >= _MOST * len(pairs)
        return [
            head
            if not profiled and self._words(head, self._end(at)) and not self._words(below, self._end(at))
            else below
            for at, (head, below) in pairs
        ]

    def _are_words_below(self, at: int) -> bool:
        """Whether words are right below a line, or below "(edited)"."""
        below = at + 1 + is_above_words(self.lines[at + 1].text)
        return below < len(self.lines) and not self._alike[below]

    def _post(self, words: Sequence[set[int]]) -> int | None:
        """The place of the post that all others are about: nothing but heads above it, and no buttons below.

        Above it may be its account with a button and a place.
        """
        place = next((place for place, of_one in enumerate(words) if of_one), 0)
        is_again = [head.name for head in self.heads[place : place + 2]] == [self.heads[place].name] * 2
        place += is_again and max(words[place], default=0) == self._end(place) - 1
        others = [at for at in range(place + 1, len(self.heads) - 1) if words[at]]  # below the last is the page's foot
        buttons = [at for at in others if self._first_alike(words[at], self._end(at)) is not None]
        is_post = len(others) >= _FEW and buttons == others and words[place]
        is_first = is_again or not self.heads[0].start
        return place if is_post and is_first and max(words[place]) == self._end(place) - 1 else None

    def _leave_profiles_and_subjects(self, words: Sequence[set[int]]) -> None:
        """Take profiles below names, and subjects above the next head, out of the words, if most comments have one."""
        firsts = [min(of_one) for of_one in words if of_one]
        profiled = _MOST * len(firsts) <= sum(self._is_profile(at) for at in firsts)
        subjects = {head.start - 1 for head in self.heads if self._has_subject(head)}
        if len(subjects) < _MOST * len(self.heads):
            subjects = set()
        for of_one in words:
            of_one -= subjects
            if profiled and of_one and self._is_profile(min(of_one)):
                of_one.remove(min(of_one))

    def _settle(self, words: Sequence[set[int]]) -> None:
        """End the words where the page's own lines usually begin, and find words that are alike in several comments.

        "This." is somebody's words if it is where others have theirs.
        """
        below = [self._first_alike(of_one, self._end(place)) for place, of_one in enumerate(words)]
        kinds = [None if at is None else self._kind(at) for at in below]
        closings = {kind for kind, times in Counter(kinds).items() if kind is not None and times > 1}
        begins = Counter(
            self._n_above(head.end, min(of_one)) for head, of_one in zip(self.heads, words, strict=True) if of_one
        )
        usual = max(begins, key=begins.__getitem__, default=0)
        for place, of_one in enumerate(words):
            start = self._below_own(self.heads[place].end, usual)
            for at in range(start, self._end(place)) if not of_one else ():
                if at > start and self._kind(at) in closings:
                    break
                of_one.add(at)
        cut = below[-1]
        if cut is not None and 2 * kinds.count(kinds[-1]) > len(kinds):
            words[-1].difference_update(range(cut, len(self.lines)))

    def _n_above(self, start: int, end: int) -> int:
        """How many lines are above words, without those that say whom they answer, as only some comments do."""
        return sum(answered(line.text) is None for line in self.lines[start:end])

    def _below_own(self, at: int, n_above: int) -> int:
        """The index below so many lines, and below those that say whom the words answer."""
        while at < len(self.lines) and (n_above or answered(self.lines[at].text) is not None):
            n_above -= answered(self.lines[at].text) is None
            at += 1
        return at

    def _add_numbers(self, words: Sequence[set[int]]) -> None:
        """Add the numbers right below first words, if hardly any comment has one there and all others have words."""
        firsts = [min(of_one) for of_one in words if of_one]
        numbers = [at + 1 for at in firsts if at + 1 < len(self.lines) and self.lines[at + 1].text.isdecimal()]
        longer = sum(at + 1 in of_one for at, of_one in zip(firsts, filter(None, words), strict=True))
        if len(numbers) + longer == len(firsts) and len(numbers) <= (1 - _MOST) * len(firsts):
            for of_one in filter(None, words):
                of_one.update({min(of_one) + 1}.intersection(numbers))

    def _kind(self, at: int) -> str:
        """What a line is but for its numbers: "1 like" is of the kind of "3 likes"."""
        return beginning(self._masks[at]).rstrip("s")

    def _first_alike(self, words: set[int], end: int) -> int | None:
        """The first of the page's own lines below the first of some words."""
        return next((at for at in range(min(words), end) if self._alike[at]), None) if words else None

    def _below(self, head: _Head, end: int) -> list[int]:
        """The lines alike below a head that may belong to it: dates, and others above what is surely words."""
        found, is_above = [], True
        for at in range(head.end, min(head.end + _LONG_HEAD, end)):
            is_above = is_above and (self._alike[at] or self._is_small(at))
            if self._alike[at] and (is_above or self.dates[at]):
                found.append(at)
        return found

    def _is_small(self, at: int) -> bool:
        text = self.lines[at].text
        return len(text) <= _LONGEST_PROFILE and not text.endswith((".", "!", "?", "…"))

    def _has_subject(self, head: _Head) -> bool:
        """Whether a line between the page's own and a head is the comment's subject."""
        at = head.start - 1
        is_subject = at > 0 and (not self._alike[at] or _ANSWER.match(self.lines[at].text, 0, _LONGEST) is not None)
        return is_subject and self._alike[at - 1]

    def _is_profile(self, at: int) -> bool:
        """Whether a line below a name is short, no sentence, and apart from the words."""
        return at + 1 < len(self.lines) and self.lines[at + 1].after_blank and self._is_small(at)


def _holds(text: str, name: str) -> bool:
    """Whether a line has a name in it, as words of its own."""
    at = text.find(name) if len(name) <= LONGEST_NAME else -1
    if at < 0 or not any(map(str.isalpha, name)):
        return False
    before, behind = text[at - 1 : at], text[at + len(name) : at + len(name) + 1]
    return not (before.isalnum() or behind.isalnum())


def _apart(heads: Iterable[_Head]) -> list[_Head]:
    """Heads in their order, without those within another."""
    found: list[_Head] = []
    for head in sorted(heads, key=lambda head: (head.start, -head.end)):
        if not found or head.start >= found[-1].end:
            found.append(head)
    return found


def _are_several(heads: Sequence[_Head]) -> bool:
    """Whether these are heads of several people."""
    return len(heads) > 1 and len({head.name for head in heads}) > 1
