"""Rude and harsh words: those that people disguise."""

from __future__ import annotations

import re
from functools import cache
from itertools import product

__all__ = [
    "ABBREVIATED",
    "HARSH",
    "STARRED_OUT",
    "drawn_harsh",
    "has_harsh",
    "is_harsh",
    "scrambled_harsh",
    "stretched_harsh",
]

# What is starred out. Longer forms are listed too, as each star stands for exactly one letter.
STARRED_OUT = tuple(
    """
fuck fucks fucked fucker fuckers fucking fuckin fuckwit motherfucker motherfuckers motherfucking
shit shits shite shitty bullshit shithead shithole bitch bitches bitchy bitching cunt cunts
ass asses asshole assholes arse arses arsehole arseholes dumbass jackass
dick dicks dickhead dickheads cock cocks cocksucker prick pricks pussy pussies twat twats wanker wankers tosser bollocks
bastard bastards crap crappy damn damned goddamn piss pissed hell
slut sluts slutty whore whores skank hooker hoe hoes faggot faggots fag fags dyke dykes tranny trannies
nigger niggers nigga niggas negro negroes spic spics chink chinks gook gooks kike kikes paki pakis wetback raghead
retard retards retarded rape raped rapes rapist
dumbfuck dumbfucks fucktard fucktards fucktarded clusterfuck mindfuck fuckery fuckhead fuckheads fuckups fuckboy
fuckboys fuckwits motherfuckin shitting shits shitshow shitbag shitbags bullshitting bullshitter pissing pisses batshit
apeshit dickwad damnit goddamnit assclown
""".split()  # noqa: SIM905
)
# Words that are starred out, but as often written out or meant harmlessly.
HARSH = tuple(
    """
moron morons moronic idiot idiots idiotic imbecile imbeciles cretin cretins
stupid dumb loser losers scum scumbag scumbags trash garbage vermin filth filthy pig pigs rat rats
kill kills killed killing murder die dies dead hang shoot burn
bellend bellends knobhead knobheads dipshit dipshits fatass fatasses douchebag douchebags fuckface subhuman subhumans
pedo pedos pedophile pedophiles
""".split()  # noqa: SIM905
)
# Respellings that do not mend themselves, as they are too far from the word or were counted as words.
_RESPELT = {
    "fuck": "fuk fck fuc fucc fuckk kcuf phuque", "fucked": "fukd fucced",
    "fucking": "fuking fukin fking fkin fkn fukn fcking fuggin effing fucken fuckn fuccin",
    "motherfucker": "motherfuker motherfucka muthafucka mothafucka muthafucker mothafucker muthafuka madafaka mfer"
    " mfkr mutherfucker mutherfcker", "motherfuckers": "mfers mfkrs",
    "motherfucking": "muthafuckin muthafucking mothafuckin mothafucking",
    "dumbfuck": "dumbfuk", "dickhead": "dickhed dikhead dikhed", "fatass": "fatazz",
    "shit": "shyt shyte shiet", "ass": "azz", "dumbass": "dumbazz", "asshole": "ahole ashole", "assholes": "aholes",
    "pussies": "pussys", "trannies": "trannys",
    "bitch": "biatch biaatch biotch biyatch beotch beyotch bich beeyotch biznatch",
    "cunt": "kunt", "bastard": "basterd bastid",
    "wanker": "wanka wankah", "pedo": "paedo", "pedos": "paedos",
    "loser": "luzer loozer", "losers": "loosers loozers", "nigger": "niqqer neegar",
    "idiot": "eejit ediot idjit", "idiots": "eejits ediots idjits", "stupid": "stoopid stewpid", "retarded": "retarted",
    "nigga": "nigguh niqqa", "niggas": "niggaz", "faggot": "fgt fagot faggit faqqot",
    "faggots": "fgts fagots",
}  # fmt: skip
# What is written for several words, or for one that filters know.
ABBREVIATED = {
    "kys": "kill yourself", "foad": "fuck off and die", "gfys": "go fuck yourself", "gfy": "go fuck yourself",
    "fukyou": "fuck you", "fckyou": "fuck you",
    "gtfo": "get the fuck out", "gtfoh": "get the fuck out of here", "stfu": "shut the fuck up",
    "stfd": "sit the fuck down", "sybau": "shut your bitch ass up", "eabod": "eat a bag of dicks",
    "mofo": "motherfucker", "mofos": "motherfuckers", "sewerslide": "suicide", "suislide": "suicide",
    "diaf": "die in a fire", "ywnbaw": "you will never be a woman",
    "unalive": "kill", "unalives": "kills", "unalived": "killed", "unaliving": "killing",
    **{spelling: word for word, spellings in _RESPELT.items() for spelling in spellings.split()},
}  # fmt: skip
_SHORTEST_BACKWARDS, _SHORTEST_SCRAMBLED = 5, 6
# What letters upside down look like, folded: "ʇoıpı" is "toipi".
_UPSIDE_DOWN = str.maketrans("bcdfgjmnpquv", "qopjbrwudbnv")
# How else letters may be drawn or sound: "ldlot", "rnoron", "scvm", "vvhore", "beetch".
_DRAWN = {"i": ("i", "l", "ee"), "l": "li", "u": "uv", "v": "vu", "m": ("m", "rn"), "d": ("d", "cl"), "w": ("w", "vv")}
_SHORTEST_DRAWN, _SHORTEST_STRETCHED = 4, 5
_TWICE = re.compile(r"(.)\1+")
_ALL = frozenset((*STARRED_OUT, *HARSH))
_ANY = re.compile("|".join(sorted(word for word in _ALL if not any(part in word for part in _ALL - {word}))))


def is_harsh(word: str) -> bool:
    """Whether this lower-case word is one of them."""
    return word in _ALL


def has_harsh(letters: str) -> bool:
    """Whether one of them is among these lower-case letters."""
    return _ANY.search(letters) is not None


def scrambled_harsh(word: str) -> str | None:
    """The one with these letters in another order, if it has enough of them; one with few may only be backwards.

    A word that is upside down is backwards, too.
    """
    if backwards := _backwards().get(word):
        return backwards
    harsh = _by_letters().get("".join(sorted(word))) if len(word) >= _SHORTEST_SCRAMBLED else None
    return harsh if harsh and harsh[0] == word[0] else None


def drawn_harsh(word: str) -> str | None:
    """The one that this word is drawn or sounds like, if it has enough letters."""
    return _by_drawing().get(word)


def stretched_harsh(word: str) -> str | None:
    """The one, or what an abbreviation stands for, of which this word has some letters twice, if it has enough."""
    return _by_single_letters().get(_TWICE.sub(r"\1", word)) if _TWICE.search(word) else None


@cache
def _by_single_letters() -> dict[str, str]:
    long = {word: word for word in (*HARSH, *STARRED_OUT) if len(word) >= _SHORTEST_STRETCHED}
    several = {word: meaning for word, meaning in ABBREVIATED.items() if " " in meaning}
    return {_TWICE.sub(r"\1", word): plain for word, plain in {**long, **several}.items()}


@cache
def _by_drawing() -> dict[str, str]:
    long = [word for word in (*HARSH, *STARRED_OUT) if len(word) >= _SHORTEST_DRAWN]
    return {"".join(way): word for word in long for way in product(*(_DRAWN.get(letter, letter) for letter in word))}


@cache
def _backwards() -> dict[str, str]:
    long = [word for word in (*HARSH, *STARRED_OUT) if len(word) >= _SHORTEST_BACKWARDS]
    return {word.translate(_UPSIDE_DOWN)[::-1]: word for word in long} | {word[::-1]: word for word in long}


@cache
def _by_letters() -> dict[str, str]:
    return {"".join(sorted(word)): word for word in (*HARSH, *STARRED_OUT)}
