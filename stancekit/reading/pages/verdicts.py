"""What review and store sites print beside a review: its grade, its date, who wrote it, and who found it helpful.

No list covers all sites, but few phrases are theirs alone, and each tells what kind of line it is. `kind` gives a
line's kind as a letter, so that a page is a string in which `reviews` looks for the shapes of reviews.
"""

from __future__ import annotations

import re
from functools import lru_cache

from stancekit.reading.pages.dates import REMEMBERED, is_date, split_date
from stancekit.reading.pages.furniture import DOTS, is_furniture, is_role
from stancekit.reading.pages.masks import is_grade
from stancekit.reading.pages.names import may_be_name

__all__ = ["announces_reviews", "kind", "named_in", "responder", "title_behind_grade"]

_LONGEST = 120  # characters
_GRADE = (
    r"(?:(?:rated|rating|bewertet mit|noté|valorado con|calificación|oceniono na)[,:]? )?\d{1,2}(?:[.,]\d)?"
    r"(?: ?/ ?|\s(?:out of|of|von|sur|de|na|z|su|van de)\s)(?:5|6|10|100)"
)
_STARS = r"\s(?:stars?|bubbles|sternen?|étoiles?|estrellas?|gwiazdek|stelle|sterren|estrelas)"
_TITLED = re.compile(rf"{_GRADE}{_STARS}\s+(?!review$)(?P<title>\S.*)", re.IGNORECASE)
_COUNTED = (  # of what somebody did on the site
    r"(?:reviews?|ratings?|photos?|contributions?|helpful votes?|products? in account|check-?ins?|followers?"
    r"|rezension(?:en)?|bewertung(?:en)?|fotos?|beiträge?|avis|critiques?|abonnés?|reseñas?|opiniones|contribuciones"
    r"|opini[aei]i?|zdję(?:ć|cia|cie)|recension[ei]|beoordeling(?:en)?)"
)
_KINDS = {
    "grade": rf"{_GRADE}(?:{_STARS})?(?: review)?\.?\s?•?|\d star rating|(?:rating, \d|\d[.,]\d){_STARS}",
    "titled": rf"{_GRADE}{_STARS}\s+\S.*",
    "author": (
        rf"(?:[^.!?\d]{{2,40}}?(?:\s?[•·]\s?|(?<=[^\W\d])(?=\d)))?(?:[•·]\s?)?(?:\d[\d,.]*\s{_COUNTED}\s?(?:[•·]\s?)?)+"
        r"|\d[\d,.]* hrs on record.*|\d{1,3} nights? [•·] .{3,20}|(?:current|former) employee\b.{0,40}|more_vert"
        r"|author \d[\d,]* books?|\d{1,2} (?:months?|years?) on [A-Z]\w{2,20}"
    ),
    "verified": (
        r"(?:(?:colou?r|size|style|format|flavou?r|pattern)(?: name)?: [^:]{1,30}){2,}"
        r"|.{0,60}(?:verified (?:purchase|buyer)|verifizierter kauf|achat vérifié|compra verificada"
        r"|zweryfikowany zakup|acquisto verificato)|invited|verified|redirected"
        r"|validated reviewer|(?:verified )?current user|review source: .{1,30}|opinia potwierdzona zakupem"
        r"|[^\W\d]{3,10}\.? \d{4} [•·] [^\W\d]{3,12}(?: [^\W\d]{3,12})?"  # when and with whom somebody was there
        r"|[^\W\d][^.!?•·\d]{3,25} [•·] [^\W\d]{3,10}\.? \d{4}"
        r"|stayed (?:with .{3,12}|(?:about|over) a week|(?:one|a few) nights?)"
    ),
    "helpful": (
        r"(?:a )?(?:one|\d[\d.,]*|eine|une|una|jedna) (?:person|people|users?|personen?|personas?|personnes?|osob\w+)\b"
        r".{0,50}\b(?:helpful|funny|hilfreich|útil|utile|pomocn\w+|przydatn\w+)\b.{0,30}|no ratings yet"
        r"|informacj\w+ .{0,30}uznan\w+ .{0,40}\bpomocn\w+.{0,30}|jedna osoba uznała .{0,40}pomocn\w+"
        r"|eine person fand .{0,40}hilfreich|\d+ (?:out )?of \d+ .{0,30}helpful.{0,60}|\d+ de \d+ usuarios\b.{0,60}"
        r"|(?:was this|did you find this|war (?:das|diese)|czy (?:ta )?opinia (?:jest|była)|¿te ha resultado)\b.{0,40}"
        r"(?:helpful|hilfreich|przydatna|pomocna|útil)\b.{0,40}\?.{0,30}"
        r"|(?:not |un)?helpful\??(?: ?•? ?\(?\d[\d,]*\)?)?|(?:thanks|love this|oh no|useful|funny|cool) \d+"
        r"|this review is the subjective opinion of .*|useful|nützlich|utile|útil|pomocne|przydatna"
    ),
    "response": (
        r"(?:response|reply|answer) from .{2,60}|developer response\b.{0,20}|antwort (?:vom|von) .{2,60}"
        r"|réponse (?:du|de) .{2,60}|respuesta del? .{2,60}|odpowiedź (?:od |właściciela|dewelopera).{0,60}"
    ),
    "owner": r"business owner information",  # whose name is below
    "above": r"new|early access review|product received for free|warning: spoilers|nouveau|neu|nuevo|nowa",
    "label": r"(?:user |customer |community )?reviews?|rezensionen|avis|reseñas|opinie",
    "own": (
        r"(?:not |nie )?recommended|(?:nie )?polecam|read more|more|mehr lesen|(?:en )?lire plus"
        r"|leer más|czytaj dalej|expand|(?:see|show) (?:less|more)|permalink|top critic|full review"
        r"|(?:yes|no)(?: \(\d+\))?|funny|award|ja|nein|sí|oui|non|tak|nie|past (?:month|6 months|year)|this item"
        r"|elite \d\d|(?:flag|mark) (?:as )?inappropriate|als unangemessen melden|marcar como inadecuada|signaler"
        r"|the media could not be loaded\.|images in this review|suivre son activité|recommend|ceo approval"
        r"|business outlook|@[\w.-]{2,40}|udostępnij|zgłoś|informar"
        r"|lubię to|udostępnij|przydatna|report this|[\ue000-\uf8ff\s]+|\d{1,3} photos?|(?:date of|trip type:).{3,40}"
        r"|original score: \S{1,6}|bewertung ohne vorherige einladung|avis spontané|niewymuszona opinia"
    ),
    "foot": (
        r"app privacy|app-datenschutz|confidentialité de l[’']app|privacidad de la app|prywatność aplikacji"
        r"|(?:browse|see|show|read) (?:all|more)(?: \d[\d,.]*)? reviews|more from this title|forward to friends"
        r"|data safety"
    ),
    "key": r"(?:ocena|rating|bewertung|valoración) ?:",  # the grade is below
    "scored": r"[^\W\d][^:!?.]{2,20} ?: \d(?:/5)?",
    "place": r"(?-i:[A-Z]{1,2})",
}
_LETTERS = {
    **{"grade": "g", "titled": "t", "author": "a", "verified": "v", "helpful": "h", "response": "r", "owner": "R"},
    **{"own": "o", "key": "K", "scored": "s", "above": "e", "foot": "z", "label": "l", "place": "p"},
}
_KIND = re.compile("|".join(f"(?P<{name}>{pattern})" for name, pattern in _KINDS.items()), re.IGNORECASE)
_DATED = re.compile(  # before a date
    r"(?:posted|written|reviewed|responded|watched|dined on|published|date of \w+|full review|bewertet|rezension|datum"
    r"|avis laissé|publiée?|date de|reseñado|revisado|opinia napisana|wystawiono|data|fecha)\b",
    re.IGNORECASE,
)
_MONTH_AND_YEAR = re.compile(r"[^\W\d]{3,10}\.? \d{4}")
_HEADING = re.compile(
    r"(?:ratings (?:&|and)|user|customer|critic|audience|community) reviews|bewertungen und rezensionen|notes et avis"
    r"|valoraciones y reseñas|oceny i opinie",
    re.IGNORECASE,
)
_AFTER_USE = re.compile(r", po \d+ .*")  # "two months ago, after nine days"
_NAMED = re.compile(
    r"(?P<name>\S.{0,40}?)(?: wrote a review [^\W\d]{3,9}\.? (?:\d{1,2}|\d{4})|- feedback left by buyer\."
    r"| [★☆½⭐]{1,6}(?: \d+)?)",
    re.IGNORECASE,
)
_AROUND_NAME = re.compile(r"^(?:by|von) (?=\S)|, verified (?:purchaser|buyer|owner)$", re.IGNORECASE)
_NUMBER = re.compile(r"\d+|\d[.,]\d")
_BY = re.compile(
    r"(?:review|comment|reply|message|post|posted|written)\b.{0,20} by\b", re.IGNORECASE
)  # `repeats` knows these


@lru_cache(REMEMBERED)
def kind(text: str) -> str:
    """The kind of a line, as a letter: ``"w"`` for words and names, ``"d"`` for dates, ``"n"`` for numbers ...

    Examples
    --------
    >>> "".join(map(kind, ("Bo", "3 reviews", "4 out of 5 stars", "Posted: 3 May 2024", "It leaks.", "Helpful", "12")))
    'wagkwhn'
    """
    if len(text) > _LONGEST and not text.startswith("This review is the subjective"):
        return "w"
    if _is_dated(text):
        return "k"
    if is_date(text) or (_MONTH_AND_YEAR.fullmatch(text) and is_date(f"1 {text}")):
        return "d"
    if _NUMBER.fullmatch(text) is not None:
        return "n"
    if (match := _KIND.fullmatch(text)) is not None and match.lastgroup is not None:
        return _LETTERS[match.lastgroup]
    if is_grade(text):
        return "g"
    if _BY.match(text) is not None:
        return "b"
    if named_in(text):
        return "X" if _NAMED.fullmatch(text) else "x"
    return "o" if text in DOTS or is_furniture(text) or is_role(text) else "w"


def _is_dated(text: str) -> bool:
    """Whether a line says what was done, and when: "Reviewed in the United Kingdom on 3 May 2024"."""
    if _DATED.match(text) is None:
        return False
    words = _AFTER_USE.sub("", text).split()
    ends = (" ".join(words[at:]) for at in range(1, len(words)))
    return any(is_date(end) or _MONTH_AND_YEAR.fullmatch(end) for end in ends)


def announces_reviews(text: str) -> bool:
    """Whether a line is the heading of reviews.

    Examples
    --------
    >>> announces_reviews("Ratings & Reviews"), announces_reviews("Reviews of the lido")
    (True, False)
    """
    return _HEADING.fullmatch(text, 0, _LONGEST) is not None


def named_in(text: str) -> str:
    """The name on a line that says who wrote a review and when; ``""`` if it does not.

    Examples
    --------
    >>> named_in("bianca_f5 January 2024"), named_in("Bo Hale wrote a review May 2024"), named_in("It leaks.")
    ('bianca_f', 'Bo Hale', '')
    """
    if (match := _NAMED.fullmatch(text, 0, _LONGEST)) is not None:
        return match["name"]
    name, date = split_date(_AROUND_NAME.sub("", text))
    name = name.removesuffix(" am").strip()  # "von Bianca am 12.01.2024"
    return name if date and may_be_name(name) else ""


def title_behind_grade(text: str) -> str:
    """The title of a review on the line of its grade, or ``""``.

    Examples
    --------
    >>> title_behind_grade("5.0 out of 5 stars Boils fast"), title_behind_grade("5.0 out of 5 stars")
    ('Boils fast', '')
    """
    match = _TITLED.fullmatch(text, 0, _LONGEST)
    return "" if match is None else match["title"]


def responder(text: str) -> str:
    """What a line says about who answers a review, without its date.

    Examples
    --------
    >>> responder("Reply from Ely Lido"), responder("Response from the owner 2 weeks ago")
    ('Reply from Ely Lido', 'Response from the owner')
    """
    ends = (at for at, sign in enumerate(text) if sign == " ")
    return next((text[:at] for at in ends if is_date(text[at:].strip(" ,"))), text).rstrip(" ,")
