"""Replaces the groups, public figures and political camps that a text names by one of each.

Abuse is abuse whoever it is about.

A network trained on the web takes "the law protects them as it protects everybody else" for abuse if it is about some
groups, but not if it is about others. So for abuse it reads one group in place of all (blindness: Garg et al.,
"Counterfactual Fairness in Text Classification through Robustness", 2019). That is not "people": "deport them all"
would then be about nobody in particular.

Slurs are not listed here, nor are words that are insults as often as they name a group. Words with other meanings count
only where they say what somebody is, or with a capital; those for camps count in every meaning. Age, wealth and
migration are not replaced: what is said about rich people or immigrants is as often about taxes and borders, and would
be read as said about a nation.

What people write under the news about those who govern is in training data mostly where somebody called it toxic. So a
network takes the names themselves for abuse: "Typical Trump.", "Another point for Putin.", "Liberals again." For abuse
it reads one name in place of all of these, and one word in place of all camps.
"""

from __future__ import annotations

import re
from functools import cache

__all__ = ["CAMP", "FIGURE", "GROUPS", "INSTEAD", "NAMES", "PUBLIC", "alike"]

# Of seven groups that were tried, this one let the encoder separate abusive from civil best among the comments of the
# dev splits that name a group: ROC-AUC .972; as written .977, with the others .968 to .972.
GROUP = ("Nigerian", "Nigerians")

# Of five names that were tried, this one let the encoder separate abusive comments of the dev splits that name a public
# figure best from those that were only called toxic: ROC-AUC .647; as written .637. From harmless sentences: .966, as
# written .928. Names that nobody knows spare more of the harmless ones and hide more of the abusive ones.
FIGURE = ("Angela", "Merkel")
# Of four words for camps this one let `small` tell abusive comments from civil ones best: .960; as written .961.
CAMP = ("voter", "voters")

_NAMES = """
Muslim Christian Hindu Sikh Buddhist Catholic Protestant Anglican Methodist Baptist Lutheran Mormon Quaker Adventist
Jain Bahai Shiite Sunni Evangelical Jew Pagan Rastafarian Scientologist Presbyterian Pentecostal Episcopalian Calvinist
Unitarian Copt Maronite Alawite Ahmadi Yazidi Zoroastrian Taoist Wiccan Satanist Agnostic Brahmin Dalit Hijabi
Mennonite Hutterite
Afghan African Albanian Algerian American Angolan Arab Argentinian Armenian Asian Australian Austrian Azerbaijani
Bangladeshi Belarusian Belgian Bolivian Bosnian Brazilian Bulgarian Cambodian Cameroonian Canadian Chechen Chilean
Colombian Congolese Croat Croatian Cuban Cypriot Czech Dane Dominican Ecuadorian Egyptian Eritrean Estonian Ethiopian
European Fijian Filipino Filipina Finn Gambian Georgian German Ghanaian Greek Guatemalan Haitian Hispanic Honduran
Hungarian Icelander Indian Indonesian Iranian Iraqi Israeli Italian Ivorian Jamaican Jordanian Kazakh Kenyan Kosovar
Kurd Kuwaiti Latina Latino Latvian Libyan Lithuanian Macedonian Malaysian Malian Maltese Mexican Moldovan Mongolian
Moroccan Nepali Nicaraguan Nigerian Norwegian Pakistani Palestinian Panamanian Paraguayan Peruvian Pole Punjabi
Romanian Russian Rwandan Salvadoran Samoan Saudi Scot Senegalese Serb Serbian Singaporean Slovak Slovene Slovenian
Somali Spaniard Sudanese Swede Syrian Tajik Tamil Tanzanian Tibetan Tongan Tunisian Turk Ugandan Ukrainian Uruguayan
Uzbek Uyghur Uighur Venezuelan Vietnamese Welshman Yemeni Zambian Zimbabwean
Bahamian Bahraini Barbadian Belizean Burundian Emirati Gabonian Guinean Hawaiian Hongkonger Kosovan Lankan Liberian
Luxembourger Malawian Mauritanian Mauritian Montenegrin Mozambican Namibian Omani Papuan Qatari Rican Trinidadian
Zealander Bengali Gujarati Kashmiri Malay Pashtun Hazara Persian Assyrian Berber Bedouin Tatar Circassian Hutu Tutsi
Zulu Xhosa Igbo Yoruba Hausa Basque Catalan Galician Sicilian Sardinian Corsican Bavarian Walloon Caucasian
African-American Afro-American Mexican-American Asian-American Arab-American Aboriginal Maori Inuit Romani Sami
Cherokee Navajo Lakota
Lesbian Bisexual Homosexual Heterosexual Transgender Transsexual Asexual Pansexual Intersex Transvestite Crossdresser
Dyslexic Epileptic Diabetic Amputee Paraplegic Quadriplegic Albino
Redhead Blonde Brunette Expat Expatriate Widow Widower
Texan Californian Londoner Scouser Geordie Brummie Glaswegian Mancunian Liverpudlian Parisian Berliner
"""
# These have no plural of their own, or are adjectives.
_OTHERS = """
Jewish Islamic Arabic Danish Finnish Polish Turkish Kurdish Swedish Scottish Welsh Irish English British French Dutch
Swiss Spanish Portuguese Icelandic Chinese Japanese Korean Taiwanese Thai Burmese Lebanese Latinx Chicano Chicana
Afro-Caribbean Caribbean Middle-Eastern Nepalese Bhutanese Laotian Sinhalese Javanese Togolese Guyanese Surinamese
Rohingya Shia Druze Hasidic Haredi Ashkenazi Sephardic Coptic Amish POC BIPOC Ulsterman
LGBT LGBTI LGBTQ LGBTQI LGBTQIA LGBTQ2S nonbinary non-binary transgendered genderqueer genderfluid agender cisgender
enby gender-queer gender-fluid gender-nonconforming hearing-impaired
cross-dresser cross-dressers two-spirit aromantic polyamorous bi-racial biracial mixed-race multiracial
hard-of-hearing deafblind neurodivergent neurodiverse
"""
_PLURALS = "gays blacks whites gypsies Roma Chicanos atheists schizophrenics enbies Ulstermen"
_BEFORE_A_PERSON = """
black white brown coloured colored native indigenous gypsy gay queer straight trans cis bi atheist
disabled deaf blind autistic schizophrenic bipolar handicapped crippled paralysed paralyzed fat obese overweight
same-sex interracial bald ginger red-haired red-headed left-handed
"""
_PERSONS = """
woman women man men girl girls boy boys child children lady ladies male males female females person people
mother mothers father fathers teenager teenagers pensioner pensioners elderly old poor rich homeless farmer farmers
feminist feminists immigrant immigrants refugee refugees migrant migrants foreigner foreigners lesbian lesbians
"""
# What the words above stand before if they mean somebody, and before words for camps.
_NOUNS = r"""
(?:wo)?m[ae]n people persons? folks? guys? lads? lass(?:es)? girls? boys? kids? child(?:ren)? teens? teenagers?
lad(?:y|ies) gentlem[ae]n females? males? adults? elders? youths? babies baby couples? famil(?:y|ies) communit(?:y|ies)
(?:grand)?(?:mothers?|fathers?|sons?|daughters?) mums? moms? dads? parents? siblings? brothers? sisters? aunts? uncles?
cousins? nephews? nieces? partners? friends? neighbou?rs? (?:room|house|class|team)mates? colleagues? co-?workers?
students? pupils? teachers? professors? doctors? nurses? patients? lawyers? judges? officers? soldiers? veterans?
workers? employees? employers? managers? directors? owners? customers? clients? drivers? farmers? engineers? scientists?
journalists? reporters? readers? viewers? users? players? athletes? actors? actress(?:es)? singers? musicians? dancers?
writers? authors? artists? performers? comedians? activists? candidates? politicians? mayors? voters? citizens?
residents? tenants? visitors? tourists? passengers? applicants? priests? pastors? bishops? imams? rabbis? americans?
"""
# What they stand before besides, but for words that people are mocked with (``_MOCKING``), or whose pride is no plea.
_MORE_NOUNS = r"""
wi(?:fe|ves) husbands? boyfriends? girlfriends? spouses? rights? marriages? pride lives history culture studies
identit(?:y|ies) organi[sz]ations? movements? bars? clubs?
"""
_MOCKING = "fat obese overweight handicapped crippled bald ginger red-haired red-headed left-handed"
# What stands behind these where they name somebody.
_WITH = {
    "drag": ("queens?", "kings?", "performers?", "artists?"),
    "mentally": ("ill", "disabled", "handicapped"),
    "sex": ("workers?",),
    "wheelchair": ("users?",),
    "single": ("(?:mother|father|mum|mom|dad|parent)s?",),
}
# "People with autism" are a group as well, and so are people of colour, or in wheelchairs.
_WITH_A_CONDITION = re.compile(
    r"(?:of\s+colou?r|in\s+(?:a\s+)?wheelchairs?|on\s+the\s+(?:autism\s+)?spectrum"
    r"|with\s+(?:hiv|aids|down(?:'?s)?\s+syndrome|autism|adhd|schizophrenia|depression|ptsd|epilepsy|dementia"
    r"|tourette(?:'?s)?|dwarfism|albinism|bipolar\s+disorder|cerebral\s+palsy|diabetes"
    r"|(?:a\s+)?(?:stutter|(?:mental\s+)?disabilit(?:y|ies))))\b",
    re.IGNORECASE,
)
_OF_TWO_WORDS = re.compile(r"\b(?:jehovah['’]?s\s+witness(?P<many>es)?|first\s+nations)\b", re.IGNORECASE)
# What stands before the others where they say what somebody is: "my son is gay". Neither "you are so gay" nor "your mum
# is gay", which are as often meant to hurt, nor what is said of things or of somebody by name.
_BEFORE_WHO = re.compile(
    r"(?:\b(?:i'm|we're|they're|he's|she's|who's|being|openly|born|out as|identif\w+ as)"
    r"|\b(?P<your>(?:your|yo|ur|yer)\s+)?(?P<subject>[^\W_]+)\s+(?:(?:has|have|had|may|might|will|would)\s+)?"
    r"(?:am|is|are|was|were|be|been)"
    r"|\b(?:is|are|was|were)\s+(?:[^\W_]+\s+){0,2}(?P<asked>[^\W_]+))"
    r"\s+(?:(?:also|both|all|not|now|still|openly|proudly|either|neither|born)\s+)*\Z",
    re.IGNORECASE,
)
_FARTHEST = 60  # characters before the word
_PRONOUNS = frozenset(
    {"i", "we", "he", "she", "they", "who", "them", "anybody", "anyone", "nobody", "somebody", "someone"}
)
# Public figures: first names that mean one of them, or are taken for one of a group, and family names. Names that
# thousands share are not listed (Johnson, Harris, Kim), nor are those of the dead that only stand for evil.
_GIVEN = """
Hillary Barack Bernie Melania Ivanka Kamala Vladimir Volodymyr Recep Narendra Jacinda Greta Elon Kanye Oprah
Mohammed Mohamed Muhammad Mohammad
"""
_FAMILY = """
Trump Biden Obama Clinton Sanders Pelosi McConnell Pence Romney Palin DeSantis McCain Giuliani Bannon Kushner Kavanaugh
Comey Mueller Fauci Rumsfeld Cheney Reagan Nixon Bush Kerry Gingrich Rubio Cruz Schumer Feinstein Ocasio-Cortez Omar
Tlaib Newsom Cuomo Vance Walz Buttigieg Klobuchar Snowden Assange Limbaugh Hannity Maddow Kardashian Weinstein Epstein
Musk Bezos Zuckerberg Soros Thunberg
Putin Medvedev Lavrov Yeltsin Zelensky Zelenskyy Poroshenko Lukashenko Merkel Scholz Merz Macron Sarkozy Hollande
Melenchon Mélenchon Zemmour Berlusconi Salvini Meloni Renzi Orban Orbán Corbyn Starmer Sunak Farage Thatcher Blair
Cameron Sturgeon Trudeau Poilievre Turnbull Albanese Ardern Luxon Erdogan Erdoğan Assad Netanyahu Arafat Khamenei
Khomeini Ahmadinejad Rouhani Saddam Gaddafi Qaddafi Mubarak Sisi Modi Gandhi Duterte Marcos Bolsonaro Lula Maduro Chavez
Chávez Castro Milei Mugabe Zuma Ramaphosa
"""
_CAMPS = """
liberal conservative leftist rightist progressive socialist communist libertarian democrat republican feminist centrist
"""
_WITH_A_CAPITAL = """
Polish Pole Poles Swede Swedes Dane Scot Finn
Bush Cruz Kerry Pence Omar Vance Comey Merz Musk Blair Cameron Marcos Castro Sturgeon Turnbull Sisi Lula
"""
# People stand before a hyphen and one of these: "black-owned", not "black-eyed".
_OF_PEOPLE = {"owned", "led", "run", "friendly"}
_WORD = re.compile(r"[^\W_]+(?:-[^\W_]+)*")

_ONE, _MANY = GROUP
INSTEAD = {  # what stands for each word in lower case, wherever it is
    **{word.lower(): _ONE for word in (*_NAMES.split(), *_OTHERS.split())},
    **{f"{word.lower()}s": _MANY for word in _NAMES.split()},
    **{word.lower(): _MANY for word in _PLURALS.split()},
    **{name.lower(): FIGURE[0] for name in _GIVEN.split()},
    **{name.lower(): FIGURE[1] for name in _FAMILY.split()},
    **{f"{name.lower()}s": f"{FIGURE[1]}s" for name in _FAMILY.split() if name[-1] not in "sz"},
    **dict.fromkeys((*_CAMPS.split(), "tory"), CAMP[0]),
    **dict.fromkeys((*(f"{one}s" for one in _CAMPS.split()), "tories", "gop"), CAMP[1]),
    "lady": "woman",  # as ladies are flagged more often
    "ladies": "women",
}
_PEOPLE = (*_NOUNS.split(), *(word for word, other in INSTEAD.items() if other in CAMP))
_PEOPLE_AND_MORE = (*_PEOPLE, *_MORE_NOUNS.split())
_SOMETIMES = frozenset((*_BEFORE_A_PERSON.split(), *_WITH))
_SAYS_WHO = _SOMETIMES - set(_MOCKING.split()) - _WITH.keys()
_HAS_MORE = _SAYS_WHO - {"white", "straight", "cis", "coloured", "colored"}
NAMES = frozenset((*INSTEAD, *_SOMETIMES))  # in lower case, all that may be replaced
_IN_POLITICS = {word for word, other in INSTEAD.items() if other.startswith((*FIGURE, *CAMP))}
# Words for public figures and camps, and words for groups and other people, as normalised texts have them.
PUBLIC = tuple(sorted(word for word in _IN_POLITICS if word.isascii() and word.isalpha()))
_GROUPS = NAMES - _IN_POLITICS - _WITH.keys()
GROUPS = tuple(sorted({word for word in _GROUPS if word.isalpha()} | set(_PERSONS.split())))
_NEVER = frozenset(_WITH_A_CAPITAL.lower().split())  # in lower case


def alike(text: str) -> str:
    """The text with whom it names replaced: groups by ``GROUP``, public figures by ``FIGURE``, camps by ``CAMP``.

    Parameters
    ----------
    text : str
        Any text.

    Returns
    -------
    str
        The same text if it names none.

    Examples
    --------
    >>> alike("The law protects trans women and Poles alike.")
    'The law protects Nigerian women and Nigerians alike.'
    >>> alike("A black day: we polish the white pole.")
    'A black day: we polish the white pole.'
    >>> alike("Another point for Putin, says Hillary Clinton to the Republicans.")
    'Another point for Merkel, says Angela Merkel to the voters.'
    >>> alike("An anti-Muslim, black-eyed mayor in a black-owned shop.")
    'An anti-Nigerian, black-eyed mayor in a Nigerian-owned shop.'
    >>> alike("We welcome children with autism, single mothers and drag queens.")
    'We welcome Nigerian children, Nigerian mothers and Nigerian queens.'
    """
    text = _OF_TWO_WORDS.sub(lambda name: _MANY if name["many"] else _ONE, text)
    if _WITH_A_CONDITION.search(text):
        text = _somebody_with_one().sub(rf"{_ONE} \g<who>", text)
    return _WORD.sub(_instead, text)


@cache
def _somebody_with_one() -> re.Pattern[str]:
    who = rf"\b(?P<who>{'|'.join(_PEOPLE)})(?:\s+(?:living|diagnosed|born))?\s+"
    return re.compile(f"{who}{_WITH_A_CONDITION.pattern}", re.IGNORECASE)


def _behind(word: str) -> re.Pattern[str]:
    """Matches a blank and what a word for people may stand before."""
    return _any_of(_WITH.get(word) or (_PEOPLE_AND_MORE if word in _HAS_MORE else _PEOPLE))


@cache
def _any_of(nouns: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(rf"\s+(?:{'|'.join(nouns)})\b", re.IGNORECASE)


def _says_who(word: str, text: str, at: int) -> bool:
    """Whether a word, at this place, says what somebody is."""
    found = _BEFORE_WHO.search(text, max(at - _FARTHEST, 0), at) if word in _SAYS_WHO else None
    if found is None or found["your"]:
        return False
    subject = found["subject"] or found["asked"]
    return subject is None or subject.lower() in _PRONOUNS or _any_of(_PEOPLE).fullmatch(f" {subject}") is not None


def _instead(match: re.Match[str]) -> str:
    word = match[0].lower()
    if word in _SOMETIMES and (
        _behind(word).match(match.string, match.end()) or _says_who(word, match.string, match.start())
    ):
        return _ONE
    if word in INSTEAD or "-" not in word:
        return _other(match[0])
    *begins, last = match[0].split("-")
    of_people = last.lower() in _OF_PEOPLE
    return "-".join(
        [*(_ONE if of_people and part.lower() in _SOMETIMES else _other(part) for part in begins), _other(last)]
    )


def _other(word: str) -> str:
    return word if word in _NEVER else INSTEAD.get(word.lower(), word)
