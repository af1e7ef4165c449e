"""Recognise reviews as sites of shops, films, apps and places lay them out, by the kinds of the lines around them.

Beside a name stand what its owner has done on the site, a grade and a date; below the words, who found them helpful.
The kind of each line is a letter (see `verdicts`), so that a page is a string, and a layout a pattern.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise, takewhile

from stancekit.reading.pages.furniture import is_furniture
from stancekit.reading.pages.lines import Line
from stancekit.reading.pages.masks import beginning, masked
from stancekit.reading.pages.names import Signature, is_name, is_surely_name, may_be_name
from stancekit.reading.pages.neighbours import is_picture
from stancekit.reading.pages.verdicts import announces_reviews, kind, named_in, responder, title_behind_grade

__all__ = ["mark_reviews"]

# N is a name and T a title above it; a line of kind x or X names somebody, too. The more telling shapes stand first.
_HEADS = (
    "(?:g|(?<=[oh]))Txe?",  # a line of a name and a date is below the title
    "TgdN",
    "gT[dk]N",
    "(?P<title>w)vN[nd]",
    "N(?:v?dn|nv)",
    "gN[dk]",
    "TgNo",
    "Tgx",
    "[gn]dTNa(?:w(?=o))?",  # an employee's job, and the place, if there is one
    "N[wpo]{2}awk",  # a country, a hotel's room, the nights, the guests
    "N[aw]go*do*v",  # what somebody has done or a place; dots between the lines
    "No*+(?:po*+)?a+[oa]*p?[gdkv]*[ev]*n?",  # what somebody has done on the site is below the name; perhaps a country
    "N[wpo]n{2,3}[oag]*d[oa]*",  # a place; counts of friends, reviews and photos
    "N[ov]*[gt][gtdkovn]*",
    "N[wpo]ndh",
    "N[wpo]{1,2}[dk]v+",  # a job, the size of a firm
    "N[dk]?Kn",
    "N(?=[wp]kv)",
    "xg+",
    "dNv?g",
    "No?[dk]g[gdok]*",
    "X[ao]*",
)
_FEET = ("h[on]*Nan?", "Nan(?=hh?n?o|$)", "hn?Ndo?", "Nd(?=g|$)", "Nn+o(?=gd|$)")  # names below the words
_ANNOUNCED = (
    "g?TdN",
    "gv?TN(?=w)",
    "g?Txe?",
    "dnN",
    "nNd",
    "N[wp]o?(?=w{1,2}[og]?k)",
)  # heads only below a line that tells of reviews
_ANSWER = re.compile(r"r[dk]?|R(?P<owner>w)w?d|(?<=[ho])[wo]d(?=w)")
_TELLING = re.compile("[agtvhrRsXK]")
_OF_SITE = re.compile(r"\b(?:reviews?|ratings?|rezensionen|bewertungen|avis|reseñas|opinie)\b", re.IGNORECASE)
_FEW = 2  # reviews
_MOST, _SOME = 0.6, 0.3  # of the reviews
_WORDS = 3  # and a number are no name
_HIGH = 10  # lines that a page has above words or a name, at most
_DEEPER = 4  # columns of indentation of an answer
_LONGEST = 160  # characters of a line whose numbers are masked


def _compiled(shapes: Sequence[str]) -> list[re.Pattern[str]]:
    return [re.compile(one.replace("N", "(?P<name>[wp])").replace("T", "(?P<title>[wpogne])")) for one in shapes]


@dataclass(frozen=True, slots=True)
class _Review:
    """The lines of a review from `start` to the line before `end`, with its words from `words` to before `foot`."""

    author: str
    name: int  # the line of the name
    start: int
    words: int
    foot: int
    end: int
    first: int  # the line that begins what is somebody's: a title, the name, or words above it
    is_answer: bool = False


def mark_reviews(lines: Sequence[Line]) -> int | None:
    r"""Mark reviews, the answers of those who are reviewed, and the page's own lines around them.

    Parameters
    ----------
    lines : sequence of Line
        Nothing changes unless several people's reviews are alike, or the only one has two lines that are a site's.

    Returns
    -------
    int or None
        The index of the first.

    Examples
    --------
    >>> from stancekit.reading.pages.lines import scan
    >>> lines = scan("Bo\n3 reviews\nMay 2\nCold.\nResponse from the owner\nSorry!\nIda\n1 review\nMay 3\nWarm.")
    >>> mark_reviews(lines), [(line.said.author, line.indent) for line in lines if line.said]
    (0, [('Bo', 0), ('Response from the owner', 4), ('Ida', 0)])
    """
    foot = sum(1 for _ in takewhile(lambda line: line.role == "own", reversed(lines)))
    page = _Page(lines[: len(lines) - foot])
    reviews = page.reviews()
    if not reviews:
        return None
    _Marker(page, [one for review in page.below_alike(reviews) for one in page.with_answers(review)]).mark()
    return reviews[0].first


class _Page:
    """The lines of a page, and the kind of each."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self.lines = lines
        self.beginnings = [beginning(masked(line.text[:_LONGEST])) for line in lines]  # what a line has in common
        self.kinds = "".join(kind(line.text) for line in lines)
        self.kinds = "".join(self._with_learned())

    def _with_learned(self) -> Iterator[str]:
        """The kinds of the lines, with lines that recur as often as what is a site's alone among its own."""
        told = Counter(text for text, one in zip(self.beginnings, self.kinds, strict=True) if _TELLING.match(one))
        n_told = max(told.values(), default=0)
        texts = [  # but for numbers, where this is no name: "Guest 12", "user_34"
            text if sum(map(str.isalpha, text.split())) >= _WORDS else line.text[:_LONGEST]
            for text, line in zip(self.beginnings, self.lines, strict=True)
        ]
        times = Counter(text for text, one in zip(texts, self.kinds, strict=True) if one == "w")
        for text, one in zip(texts, self.kinds, strict=True):
            yield "o" if one == "w" and times[text] > max(_FEW, _MOST * n_told) and n_told else one

    def reviews(self) -> Sequence[_Review]:
        """The reviews by most people that a shape finds, in their order."""
        is_announced = any(announces_reviews(line.text) for line in self.lines)
        if not is_announced and len(_TELLING.findall(self.kinds)) < _FEW:
            return ()
        found = [list(self._footed(shape)) for shape in _compiled(_FEET)]
        found += [list(self._headed(shape)) for shape in _compiled(_HEADS)]
        sure = [reviews for reviews in found if self._are_sure(reviews, told=len(reviews) < _FEW and is_announced)]
        announced = [list(self._headed(shape)) for shape in _compiled(_ANNOUNCED) if is_announced]
        sure += [reviews for reviews in announced if self._are_sure(reviews, told=True)]
        return max(sure, key=lambda one: (_likelihood(one), len(one)), default=())

    def _headed(self, shape: re.Pattern[str]) -> Iterator[_Review]:
        """The reviews whose names are above their words."""
        heads = [(match, at) for match in shape.finditer(self.kinds) if self._may_sign(at := self._named(match))]
        starts = [self._below_pictures(match.start(), at) for match, at in heads]
        blocks = [self.kinds[start:end] for start, end in pairwise([*starts, len(self.lines)])]
        if _is_reviewed("".join(blocks[:1]), blocks[1:]):
            del heads[0], starts[0]
        for (match, at), start, end in zip(heads, starts, [*starts[1:], len(self.lines)], strict=False):
            is_worded = match.end() < end and self.kinds[match.end()] != "h"
            words = match.end() - (not is_worded and self.kinds[match.end() - 1] in "eon")  # "12" may be all
            first = match.start("title") if "title" in shape.groupindex else at
            yield _Review(self._name(at), at, start, words, end, end, first)

    def _footed(self, shape: re.Pattern[str]) -> Iterator[_Review]:
        """The reviews whose names are below their words."""
        feet = [match for match in shape.finditer(self.kinds) if self._may_sign(match.start("name"))]
        words = [self.first_words(above.end(), below.start()) for above, below in pairwise(feet)]
        above = {self.kinds[at - 1] for at in words} or {*"dkn"}
        top = range(feet[0].start() - 1 if feet else 0, 0, -1)
        start = next((at for at in top if self.kinds[at] == "w" and self.kinds[at - 1] in above), 0)
        if start:
            words.insert(0, start)
            while start and self.kinds[start - 1] not in "wl":
                start -= 1
        elif feet:
            start = feet.pop(0).end()
        if feet and feet[-1][0][0] == "h" and "h" in self.kinds[feet[-1].end() :]:
            return  # the names are above the words
        for foot, first in zip(feet, words, strict=True):
            at = foot.start("name")
            yield _Review(self._name(at), at, start, first, foot.start(), foot.end(), first)
            start = foot.end()

    def _named(self, match: re.Match[str]) -> int:
        """The line of the name that a shape has found."""
        if "name" in match.re.groupindex:
            return match.start("name")
        return match.start() + match[0].casefold().index("x")

    def _name(self, at: int) -> str:
        return named_in(self.lines[at].text) if self.kinds[at] in "xX" else self.lines[at].text

    def _may_sign(self, at: int) -> bool:
        name = self._name(at)
        return self.lines[at].marker is None and may_be_name(name) and _OF_SITE.search(name) is None

    def _below_pictures(self, start: int, name: int) -> int:
        """Where a head begins, with the pictures' texts above its name."""
        highest = max(name - _HIGH, 0)
        while start == name > highest and is_picture(self.lines[start - 1].text, self._name(name)):
            start, name = start - 1, name - 1
        return start

    def first_words(self, start: int, end: int) -> int:
        """The first line of no kind of the page's own, or `end`."""
        return next((at for at in range(start, end) if self.kinds[at] in "wp"), end)

    def _are_sure(self, reviews: Sequence[_Review], *, told: bool) -> bool:
        """Whether reviews are no chance: most have words and what is a site's alone, and few dates are among them."""
        n_telling = [len(_TELLING.findall(self.kinds, one.start, one.end)) for one in reviews]
        worded = [one.words < one.end and self.kinds[one.words] != "h" for one in reviews]
        n_sure = sum(one and (told or n > 0) for one, n in zip(worded, n_telling, strict=True))
        dates = sum(self.kinds.count("d", one.words, one.foot) for one in reviews)
        if 2 * n_sure <= len(reviews) or dates > len(reviews):
            return False
        if len(reviews) < _FEW:
            return told or n_telling[0] >= _FEW
        titles = [self.lines[one.first].text for one in reviews if one.first < one.name and one.words > one.name]
        surely = [sum(map(is_surely_name, texts)) for texts in (titles, [one.author for one in reviews])]
        if titles and (surely[0] > surely[1] or len({*titles}) < _FEW):
            return False
        return len({one.author for one in reviews}) > 1

    def below_alike(self, reviews: Sequence[_Review]) -> Sequence[_Review]:
        """The reviews, their words below the lines of the page's own that most have above them."""
        for _ in range(_HIGH if len(reviews) > _FEW else 0):
            kinds = Counter(self.kinds[one.words] for one in reviews if one.words + 1 < one.foot)
            usual, times = kinds.most_common(1)[0] if kinds else ("w", 0)
            if usual in "wphr" or times <= _MOST * len(reviews):
                break
            having = (one.words + 1 < one.foot and self.kinds[one.words] == usual for one in reviews)
            reviews = [replace(one, words=one.words + more) for one, more in zip(reviews, having, strict=True)]
        return reviews

    def with_answers(self, review: _Review) -> Iterator[_Review]:
        """A review, and those who answer it below its words."""
        answers = list(_ANSWER.finditer(self.kinds, review.words, review.foot))
        ends = [*(match.start() for match in answers), review.foot]
        yield replace(review, foot=ends[0], end=review.end if not answers else ends[0])
        for match, end in zip(answers, ends[1:], strict=True):
            at = match.start("owner") if match["owner"] else match.start()
            author = responder(self.lines[at].text)
            yield _Review(author, at, match.start(), match.end(), end, end, at, is_answer=True)


def _likelihood(reviews: Sequence[_Review]) -> int:
    """How many people reviews are by; those whose names begin as names do count twice."""
    return sum(1 + is_name(author) for author in {one.author for one in reviews})


def _is_reviewed(first: str, others: Sequence[str]) -> bool:
    """Whether the first block is what is reviewed: it lacks a grade, a date or a vote that all other blocks have."""
    return len(others) >= _FEW and any(all(letter in one for one in others) for letter in {*"gtdkh"} - {*first})


class _Marker:
    """Tells words from the page's own lines within reviews: by what is alike in most of them."""

    def __init__(self, page: _Page, reviews: Sequence[_Review]) -> None:
        self._page, self._lines, self._kinds, self._reviews = page, page.lines, page.kinds, reviews
        titles = {title_behind_grade(self._lines[at].text) for one in reviews for at in range(one.start, one.words)}
        self._is_titled = len(titles - {""}) > 1 or len(reviews) == 1  # one title in all is the page's
        times: Counter[tuple[str, int]] = Counter()  # how many reviews have so many lines of a sort, or more, below
        for one in reviews:
            below = Counter(map(self._sort, range(self._below(one), one.foot)))
            times.update((sort, n) for sort, most in below.items() for n in range(1, most + 1))
        some = _SOME * len(reviews)  # have a number there; two have the same words there by no chance
        self._usual = Counter(sort for (sort, _), n in times.items() if n >= max(_FEW, some * (len(sort) == 1)))
        feet = [self._foot(one) for one in reviews]
        within = Counter(sort for one, foot in zip(reviews, feet, strict=True) for sort in self._sorts(one, foot))
        self._within = {sort for sort, times in within.items() if times > max(1, _MOST * len(reviews))} | {"v"}
        self._endings = {self._sort(foot) for one, foot in zip(reviews[:-1], feet, strict=False) if foot < one.end}

    def mark(self) -> None:
        """Mark the first line of each review, and the page's own lines within and below them all."""
        for review in self._reviews[:-1]:
            self._mark(review, self._foot(review))
        last = self._reviews[-1]
        end = next(filter(self._ends, range(last.words + 1, last.foot)), last.foot)
        self._mark(last, self._foot(replace(last, foot=end)))
        for line in self._lines[last.end :]:
            line.hide()

    def _ends(self, at: int) -> bool:
        """Whether a line below the last review's words ends it."""
        is_helpful = self._kinds[at] == "h" and (" " in self._lines[at].text or len(self._reviews) < _FEW)
        is_row = all(self._usual[self._sort(one)] for one in range(at, min(at + _FEW, len(self._lines))))
        return is_helpful or is_row or self._kinds[at] == "z" or self._sort(at) in self._endings

    def _sort(self, at: int) -> str:
        """What a line has in common with those at its place in other reviews."""
        kind = self._kinds[at]
        return self._page.beginnings[at] if kind in "ohw" else kind

    def _sorts(self, review: _Review, foot: int) -> dict[str, int]:
        """The first line of each sort of the page's own among a review's words."""
        within = (at for at in range(foot - 1, review.words - 1, -1) if self._kinds[at] not in "wp")
        return {self._sort(at): at for at in within}

    def _below(self, review: _Review) -> int:
        """Where the lines of the page's own kinds at the end of a review begin, below one line at least."""
        end = review.foot
        words = self._page.first_words(review.words, end)
        first = min((review.words if words == end else words) + 1, end)
        while end > first and self._kinds[end - 1] != "w":
            end -= 1
        return end

    def _foot(self, review: _Review) -> int:
        """Where the page's own lines below a review begin; "10/10" above them is words, unless others have it there."""
        end = self._below(review)
        below = Counter(map(self._sort, range(end, review.foot)))
        while end < review.foot and self._may_be_words(end) and below[sort := self._sort(end)] > self._usual[sort]:
            below[sort] -= 1
            end += 1
        return end

    def _may_be_words(self, at: int) -> bool:
        text = self._lines[at].text
        is_small = self._kinds[at] in "oh" and " " not in text and not is_furniture(text)
        return len(self._reviews) >= _FEW and (is_small or self._kinds[at] in "gndp")

    def _mark(self, review: _Review, foot: int) -> None:
        """Mark a review's first line, and its lines that are not words as the page's own."""
        within = self._sorts(review, foot)
        own = {within[sort] for sort in self._within.intersection(within)}
        if self._page.first_words(review.words, foot) == foot:
            own = set()  # what most say alike may be all they say
        own.update(range(review.start, review.words), range(foot, review.end))
        for at in own - {review.first}:
            line = self._lines[at]
            title = title_behind_grade(line.text) if at < review.words and self._is_titled else ""
            if title:
                line.text = line.content = title
                line.unbullet()
            else:
                line.hide()
        line = self._lines[review.first]
        line.sign(Signature(review.author, "review", "", line.text if review.first != review.name else ""))
        line.indent += _DEEPER * review.is_answer
