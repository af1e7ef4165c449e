"""Sentences that name people plainly, proudly or with hatred, and sixty-one terms that fill the gap in each.

A civil sentence must not be flagged for the term in it, and swapping the term must change nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

__all__ = ["CIVIL", "GROUPS", "HATEFUL", "Mention", "mentions"]

# Each term in singular and plural.
GROUPS: dict[str, tuple[tuple[str, str], ...]] = {
    "religion": (
        ("a Muslim", "Muslims"), ("a Christian", "Christians"), ("a Jew", "Jews"), ("a Hindu", "Hindus"),
        ("a Sikh", "Sikhs"), ("a Buddhist", "Buddhists"), ("a Catholic", "Catholics"), ("an atheist", "atheists"),
        ("a Mormon", "Mormons"),
    ),
    "colour and descent": (
        ("a Black man", "Black people"), ("a white man", "white people"), ("an Asian man", "Asian people"),
        ("a Latina", "Latinos"), ("an Arab", "Arabs"), ("a Roma boy", "Roma"),
        ("a Native American", "Native Americans"),
        ("an Aboriginal man", "Aboriginal people"), ("a mixed-race girl", "mixed-race people"),
    ),
    "country and migration": (
        ("an immigrant", "immigrants"), ("a refugee", "refugees"), ("a Mexican", "Mexicans"),
        ("a Chinese man", "Chinese people"),
        ("an Indian", "Indians"), ("a Nigerian", "Nigerians"), ("a Pole", "Poles"), ("a Syrian", "Syrians"),
        ("an American", "Americans"), ("a foreigner", "foreigners"),
    ),
    "gender": (
        ("a woman", "women"), ("a man", "men"), ("a trans woman", "trans women"), ("a trans man", "trans men"),
        ("a non-binary person", "non-binary people"), ("a girl", "girls"), ("a single mother", "single mothers"),
        ("a feminist", "feminists"),
    ),
    "sexuality": (
        ("a gay man", "gay men"), ("a lesbian", "lesbians"), ("a bisexual man", "bisexuals"),
        ("a queer woman", "queer people"),
        ("a straight man", "straight people"), ("an asexual woman", "asexual people"),
        ("an LGBT teenager", "LGBT people"),
        ("a homosexual", "homosexuals"),
    ),
    "disability and health": (
        ("a deaf man", "deaf people"), ("a blind woman", "blind people"), ("a disabled man", "disabled people"),
        ("an autistic boy", "autistic people"), ("a wheelchair user", "wheelchair users"), ("a dyslexic", "dyslexics"),
        ("a woman with Down's syndrome", "people with Down's syndrome"), ("a fat woman", "fat people"),
        ("a schizophrenic", "schizophrenics"),
    ),
    "age and class": (
        ("a pensioner", "pensioners"), ("an old man", "old people"), ("a teenager", "teenagers"),
        ("a child", "children"),
        ("a poor man", "poor people"), ("a homeless man", "homeless people"), ("a rich woman", "rich people"),
        ("a farmer", "farmers"),
    ),
}  # fmt: skip

CIVIL = (
    "I am {one} and I have lived on this street for eleven years.",
    "My neighbour is {one}; she waters our plants when we are away.",
    "As {one}, I thought the article was fair for once.",
    "Two of the people on the jury are {many}, says the court.",
    "The film follows {one} who opens a bakery in Cork.",
    "Proud to be {one}, today and every day.",
    "Many {many} signed the petition, and so did I.",
    "There were {many} at the meeting and they asked good questions.",
    "I grew up among {many} and learned to cook from them.",
    "Is there a club for {many} in Leeds? My cousin has just moved there.",
    "The survey asked four hundred {many} about the new timetable.",
    "We need more {many} on the council, it is as simple as that.",
    "My grandfather was {one}. He mended radios.",
    "The law protects {many} as it protects everybody else.",
    "Happy birthday to the best {many} in the whole choir!",
    "She wrote her thesis on {many} in post-war Europe.",
    "A friend of mine, {one}, won the regional chess final on Sunday.",
    "Nobody should lose a job for being {one}.",
    "Doctors say {many} wait longer for an appointment.",
    "Some {many} voted for the bypass and some against, like all of us.",
)
HATEFUL = (
    "{Many} are a disease and should be wiped out.",
    "I wouldn't let {many} near my children, they are all animals.",
    "Every one of those {many} belongs in a cage.",
    "{Many} are too stupid to be allowed to vote.",
    "Somebody ought to teach {many} a lesson with a baseball bat.",
    "Get rid of all {many}, this town was clean before they came.",
    "You are {one}, so shut your filthy mouth.",
    "{Many} are parasites who live off decent people.",
    "Typical, {many} again. Lying, thieving scum.",
    "The world would be better without {many} in it.",
    "I spit on {many}. Worthless, the lot of them.",
    "{Many} make me sick, they don't deserve to live.",
)


@dataclass(frozen=True)
class Mention:
    """One sentence with one term.

    Parameters
    ----------
    text : str
    group : str
        The group of ``GROUPS`` that the term is in.
    sentence : int
        The index of the sentence; mentions with the same one differ only in the term.
    is_hateful : bool
    """

    text: str
    group: str
    sentence: int
    is_hateful: bool


def mentions() -> Iterator[Mention]:
    """Every sentence with every term."""
    for number, sentence in enumerate((*CIVIL, *HATEFUL)):
        for group, terms in GROUPS.items():
            for one, many in terms:
                text = sentence.format(one=one, many=many, Many=many[0].upper() + many[1:])
                yield Mention(text, group, number, number >= len(CIVIL))
