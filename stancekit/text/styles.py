"""Words in letters of other scripts that are drawn like Latin ones: ``丨ᗪ丨ㄖㄒ``, ``เ๔เ๏t``, ``ѕтυρι∂``, ``ł₫łØ₮``.

Many sites write a text in such styles. Nobody takes these letters for Latin ones where they stand alone, so the table
of confusables (UTS 39) lacks them, and a Russian or Greek word is left as it is.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache

from stancekit.text.characters import latin
from stancekit.text.edits import Edit
from stancekit.text.harsh import is_harsh

__all__ = ["DRAWN", "restyled"]

# Letters and signs, folded, by the Latin letter that they are drawn for.
_DRAWN_FOR = {
    "a": "₳λдᏗᗩค卂", "b": "вβճ฿бъьɮცᏰ๒๖乃", "c": "¢₵ᄃፈᑕᑢ匚", "d": "∂δժↁԃᎴᕲ๔໓", "e": "єεξэᏋᘿ乇",
    "f": "₣ϝᎦ千", "g": "₲Ꮆᘜوງ", "h": "нђɧԋ卄", "i": "ᓰเ丨", "j": "נյᏠᒚןวフ", "k": "к₭ӄᖽ", "l": "ᄂʅᏝㄥ",
    "m": "мო₥ᘻ๓爪", "n": "ηπղ₦пиŋᏁᑎᘉภຖ几", "o": "өθфᎧᓍ๏ㄖ", "p": "₱℘Ꭾᕵק卩", "q": "ϙᎤᑫᕴ๑", "r": "яཞ尺",
    "s": "₴ƨֆᔕร丂", "t": "тե₮Ꮦᖶㄒ", "u": "մцʊᏬᑘยนㄩ", "v": "Ꮙᐺשง", "w": "ω₩ψшщᏇᗯᘺฬຟ山", "x": "χጀא乂",
    "y": "վчᖻץฯㄚ", "z": "ፚᘔᗱຊ乙",
}  # fmt: skip
_STYLES = {ord(character): letter for letter, drawn in _DRAWN_FOR.items() for character in drawn}
DRAWN = "".join(map(chr, _STYLES))
# Of two letters or more: a sign alone is one, as in "₱500" or "2 π".
_STYLED = re.compile(rf"(?<![^\W\d_])(?=[a-z{DRAWN}]{{2}})[a-z]*[{DRAWN}][a-z{DRAWN}]*+(?![^\W\d_])")
# Scripts that people write words in, and where their letters are in Unicode.
_ALPHABETS = {"CYRILLIC": (0x400, 0x460), "GREEK": (0x370, 0x400), "ARMENIAN": (0x530, 0x590), "HEBREW": (0x5D0, 0x5EB)}


def restyled(text: str) -> Iterator[Edit]:
    """Words of a folded text whose letters are all Latin or drawn like Latin ones, in Latin letters."""
    if not text.isascii():
        for match in _STYLED.finditer(text):
            word = match[0].translate(_STYLES)
            if is_harsh(word) or not _is_of_its_script(match[0]):
                yield *match.span(), word


def _is_of_its_script(word: str) -> bool:
    """Whether a word may be one of another language: what is Latin in it looks like a letter of the same script."""
    scripts = {unicodedata.name(letter).partition(" ")[0] for letter in word if not letter.isascii()}
    if len(scripts) > 1 or not scripts <= _ALPHABETS.keys():
        return False
    return _latin_in(*scripts).issuperset(letter for letter in word if letter.isascii())


@cache
def _latin_in(script: str) -> frozenset[str]:
    """The Latin letters that ``lookalikes`` makes of letters of an alphabet."""
    return frozenset(latin(chr(code)) for code in range(*_ALPHABETS[script]))
