"""stancekit's own labels, how others spell or call them, and how programs write that there is nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from difflib import get_close_matches
from unicodedata import normalize

__all__ = [
    *("ABUSE", "KNOWN_LABELS", "MISSING", "STANCES", "UNCLEAR", "WHY_NOT_UNCLEAR"),
    *("abuse_of", "are_abuse_otherwise", "are_yes_and_no", "as_seen", "is_missing", "look_alikes"),
    *("meaning", "meant_by", "misspelt", "own_label"),
]

STANCES = ("supportive", "skeptical", "neutral")
ABUSE = ("civil", "abusive")
KNOWN_LABELS = frozenset(STANCES + ABUSE)
UNCLEAR = "unclear"
WHY_NOT_UNCLEAR = "which a model says where it abstains; call it neutral, or leave the row out"

_ALIASES = {"not_abusive": "civil", "sceptical": "skeptical"}
_SIDES = frozenset(STANCES[:2])
# What others call a label, each word only with one meaning; "negative" is a sentiment, "hateful" a kind of abuse.
_OTHERWISE = {
    "supportive": ("support", "supports", "supporting", "pro", "favor", "favour", "for", "agree", "agrees"),
    "skeptical": (
        *("skeptic", "sceptic", "against", "anti", "con", "contra", "critical", "disagree", "disagrees"),
        *("oppose", "opposes", "opposed", "opposing"),
    ),
    "neutral": ("none", "neither"),
    "abusive": ("abuse", "toxic"),
    "civil": (
        *("non toxic", "nontoxic", "not toxic", "non abusive", "nonabusive", "not abusive", "no abuse"),
        *("clean", "normal", "harmless"),
    ),
}
_MEANT = {word: label for label, words in _OTHERWISE.items() for word in words}
_YES_AND_NO = ({"0", "1"}, {"0.0", "1.0"}, {"false", "true"}, {"no", "yes"}, {"n", "y"})
# What pandas, R, spreadsheets and databases write into a cell that is empty; "None" may be a label, for no stance.
MISSING = frozenset({"NaN", "nan", "NaT", "NA", "N/A", "#N/A", "<NA>", "null", "NULL", r"\N"})
_MISSING_IN_ANY_CASE = frozenset(map(str.casefold, MISSING))
_NEARLY = 0.85  # the least share of letters that agree, in the same order


def abuse_of(label: str) -> str:
    """What a label says of abuse: whoever takes a side, or none, does not attack anybody by that."""
    return "abusive" if label == "abusive" else "civil"


def own_label(label: str) -> str:
    """The label in stancekit's spelling if it is one of its own, however capitalised or spelt; any other in NFC."""
    own = _ALIASES.get(label.casefold(), label.casefold())
    return own if own in KNOWN_LABELS else normalize("NFC", label)


def as_seen(label: str) -> str:
    r"""The label without what nobody sees, and with one blank wherever there are some.

    Examples
    --------
    >>> as_seen("\ufeffin\xa0 favour\u200b")
    'in favour'
    """
    return " ".join("".join(one for one in label if one.isprintable() or one.isspace()).split())


def look_alikes(labels: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Labels that differ from one before only in capitals, blanks, what nobody sees or a number's ``.0``; and that one.

    Examples
    --------
    >>> list(look_alikes(["Pro", "1", "con", "pro", "1.0"]))
    [('pro', 'Pro'), ('1.0', '1')]
    """
    spelt: dict[str, str] = {}
    for label in labels:
        number = label.removesuffix(".0")  # a column of whole numbers with a gap is written as floats
        is_number = number.removeprefix("-").isdecimal()
        known = spelt.setdefault(number if is_number else as_seen(normalize("NFC", label)).casefold(), label)
        if known != label:
            yield label, known


def is_missing(label: str) -> bool:
    """Whether it is how a program writes that there is no label, in any case, as no label is called so."""
    return label.casefold() in _MISSING_IN_ANY_CASE


def meaning(label: str) -> str | None:
    """The one of stancekit's own labels that this is another word for, or None.

    Examples
    --------
    >>> meaning("Non-toxic"), meaning("civil")
    ('civil', None)
    """
    return _MEANT.get(" ".join(label.casefold().replace("-", " ").replace("_", " ").split()))


def are_abuse_otherwise(labels: Iterable[str]) -> bool:
    """Whether two labels tell abuse from the rest, and at least one of them by another word than stancekit's own.

    Examples
    --------
    >>> are_abuse_otherwise(["toxic", "fine"]), are_abuse_otherwise(["abusive", "civil"])
    (True, False)
    """
    labels = set(labels)
    return len(labels) == 2 and not labels <= KNOWN_LABELS and "abusive" in {meaning(one) or one for one in labels}


def are_yes_and_no(labels: Iterable[str]) -> bool:
    """Whether labels only tell whether something is so, and not what.

    Examples
    --------
    >>> are_yes_and_no(["0", "1"]), are_yes_and_no(["pro", "con"])
    (True, False)
    """
    return {label.casefold() for label in labels} in _YES_AND_NO


def misspelt(labels: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Labels nearly spelt like stancekit's own, each with the one it resembles; none if no label is stancekit's own.

    If one of stancekit's sides is among them, another word for one of its labels is as good as misspelt.
    """
    labels = list(dict.fromkeys(labels))
    if KNOWN_LABELS.isdisjoint(labels):
        return
    others = {} if _SIDES.isdisjoint(labels) else dict(meant_by(labels))
    for label in labels:
        near = get_close_matches(label.casefold(), KNOWN_LABELS, n=1, cutoff=_NEARLY)
        if label in others:
            yield label, others[label]
        elif near and not label.casefold().endswith(near[0]):  # uncivil is a word of its own
            yield label, near[0]


def meant_by(labels: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Labels that are other words for stancekit's own, each with the one it means; none if no label is its own.

    Examples
    --------
    >>> list(meant_by(["pro", "con", "neutral", "off-topic"]))
    [('pro', 'supportive'), ('con', 'skeptical')]
    """
    labels = list(dict.fromkeys(labels))
    if not KNOWN_LABELS.isdisjoint(labels):
        yield from ((label, meant) for label in labels if (meant := meaning(label)) is not None)
