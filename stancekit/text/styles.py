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
    "a": "₳λдᏗᗩค卂ムል", "b": "вβճ฿бъьɮცᏰ๒๖乃ጌ", "c": "¢₵ᄃፈᑕᑢ匚ር", "d": "∂δժↁԃᎴᕲ๔໓ዕ",
    "e": "єεξэᏋᘿ乇ቿ", "f": "₣ϝᎦ千キቻ下", "g": "₲Ꮆᘜوງኗ", "h": "нђɧԋ卄んዘ", "i": "ᓰเ丨ノጎ工",
    "j": "נյᏠᒚןวフጋ", "k": "кκҝ₭ӄᖽスጕ长", "l": "ᄂʅᏝㄥレረ乚", "m": "мო₥ᘻ๓爪ᄊጠ从",
    "n": "ηπղ₦пиŋᏁᑎᘉภຖ几ክ刀", "o": "өθфᎧᓍ๏ㄖ口", "p": "₱℘Ꭾᕵק卩アየ尸", "q": "ϙᎤᑫᕴ๑ዒ甲",
    "r": "яཞ尺ዪ", "s": "₴ƨֆᔕร丂ነ", "t": "тե₮Ꮦᖶㄒイፕτ丅", "u": "մцʊᏬᑘยนㄩሁμ凵", "v": "Ꮙᐺשง",
    "w": "ω₩ψшщᏇᗯᘺฬຟ山ሠ", "x": "χጀא乂メሸ", "y": "վчᖻץฯㄚリሃ丫", "z": "ፚᘔᗱຊ乙ጊ",
}  # fmt: skip
_STYLES = {ord(character): letter for letter, drawn in _DRAWN_FOR.items() for character in drawn}
DRAWN = "".join(map(chr, _STYLES))
_ANY = re.compile(f"[{DRAWN}]")
# Of two letters or more: a sign alone is one, as in "₱500" or "2 π".
_STYLED = re.compile(rf"(?<![^\W\d_])(?<![{DRAWN}])(?=[a-z{DRAWN}]{{2}})[a-z]*[{DRAWN}][a-z{DRAWN}]*+(?![^\W\d_])")
# Scripts that people write words in, and where their letters are in Unicode.
_ALPHABETS = {
    "CYRILLIC": (0x400, 0x460), "GREEK": (0x370, 0x400), "ARMENIAN": (0x530, 0x590), "HEBREW": (0x5D0, 0x5EB),
    "ETHIOPIC": (0x1200, 0x1380), "KATAKANA": (0x30A0, 0x3100), "CJK": (0x4E00, 0x4E01),
}  # fmt: skip


def restyled(text: str) -> Iterator[Edit]:
    """Words of a folded text whose letters are all Latin or drawn like Latin ones, in Latin letters."""
    for match in _STYLED.finditer(text) if _ANY.search(text) else ():
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
