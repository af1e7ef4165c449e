"""Rebuild the words that misspellings are told from.

    python models/words.py DATA --dictionary FILE... --names FILE...

It writes stancekit/text/words.txt. First comes every word of letters that at least ``KNOWN`` comments of data/train and
seeds/ have, the most frequent first; a word in an abusive comment counts ``ABUSIVE`` times, as such words are misspelt
on purpose. Then come correct words that would be taken for misspellings: words of a dictionary (ours: the 82,765 words
that symspellpy lists, after SCOWL), family and given names (the first 20,000 and all of the United States census of
1990), and the names of seeds/corpus/names.tsv and ``NAMES``: names, abbreviations and young words that the files lack.
The first word of each line of a file is read.

With ``--add``, what the list has stays as it is, as the features of models depend on it, and only correct words are
added.

A word that is rare in comments, in no dictionary, and near a word ``TYPO`` times as frequent is a misspelling itself,
and left out.
"""

from __future__ import annotations

import argparse
import csv
import itertools
import re
import sys
from collections import Counter
from collections.abc import Container
from pathlib import Path

from sources import SEEDS, contrast_rows, exchange_rows, seed_rows, talk_rows, train_rows

from stancekit.text import normalise
from stancekit.text.spelling import LONGEST, meant
from stancekit.text.unknown import understood

HERE = Path(__file__).parent
OUTPUT = HERE.parent / "stancekit" / "text" / "words.txt"

KNOWN, ABUSIVE, N_NAMES = 3, 4, 20_000
RARE, TYPO = 25, 100
STEPS = ("fold", "lookalikes", "stretch")  # the other steps read the list written here

_WORD = re.compile(rf"(?<![\w'@#/.])[a-z]{{1,{LONGEST}}}(?![\w'@/]|\.\w)")
_SHORT = "ai"  # no other letter alone is a word

NAMES = """
Bich Buch Buren Butz Cockburn Cockcroft Cocker Cockerell Coque Cox Cunard Cuntz Damm Dickens Dickinson Dickson Dong Dyck
Dyke Dykes Dykstra Fagan Faggin Fahey Fatou Fick Fitch Fock Fuchs Fucik Gaylord Heli Hellas Hoar Hoare Hoeness Horr
Kikuchi Kilis Koch Kok Kunz Kuntz Lesbos Muck Nagar Nazir Niger Nigeria Nigerien Nigel Nigella Nigra Packard Pakistan
Peck Phuc Phuket Pigott Pissarro Pratt Prick Puck Pusey Raper Rappe Salut Schitt Schmuck Shih Shitake Sikh Sikhs Slater
Spicer Tardelli Tits Trudeau Tranmer Turdus Twatt Wang Weiner Whorf Wuss Abdi Abiodun Achebe Adebayo Ahmed Akhtar
Alvarez Amara Ananya Aoife Arjun Asante Assad Ayodele Bhatt Caoimhe Chaudhry Chidi Chukwu Dimitri Eilidh Ekaterina Emeka
Fatima Fatma Ferreira Figueroa Giannis Goncalves Guerrero Gupta Gutierrez Hamza Hossain Hussein Ibrahim Idris Iqbal
Jaime Jamal Juarez Kaczynski Kamala Karim Kaur Keisha Khalid Kowalski Kumar Lakshmi Latoya Leticia Lopez Magda Mahmood
Malik Mbappe Mehmet Menendez Mohamed Mukherjee Muniz Nasser Ngozi Nguyen Nkechi Nowak Obasanjo Oduya Okafor Okonkwo Olga
Oluwaseun Osei Oyelaran Patel Petrov Pham Priya Quispe Rahim Rajesh Ramirez Rashid Rivera Rodriguez Saeed Salazar
Santiago Sharma Shevchenko Siobhan Sokolov Starmer Sunak Suleiman Svetlana Takeshi Tamika Thuy Tyrone Ursula Vargas
Vasquez Venkatesh Vikram Volodymyr Walz Wanjiru Wojcik Xhosa Xiaoming Yilmaz Yusuf Zahra Zelensky Zhang Zoltan Maron
Rafe Losen Loeser Hoos DYK DYKs Hoek Hoeg comms tri pissy womyn hoc tis har ook chili merch carb crip fide indo prima
weeb weebs feminisms sms asl aol pmid wwe camo hola foto nicht zoomer usd boop fren ajay anyday FDR EDT BCS NWO RSN USS
PST Ayn LNG Yom Seb Huma HPD FACs GMT APD TOC NEET TERF TERFs ATL AFL Thanos Sai SHS NSW HHS GOPs Boko Ari Andi ADL
Streep Shep SARS OKC INTP INTJ Cdn BAC WTO THF SAS OBE NLT Kal HUD HRW HRT HOF Gotti Gabe GST GOCE GEA FUD FRC Elle
Colmes Channing Cas CRS CBN Bucs Bron Alf ASD ACL Zuck Zaid Waleed WAF TRAs TPO TOS THC Strat Sav SPC SRT SMRT SAR PRT
Plame OUP OPEC OCC Nico NOC NICS NFT NCC NARTH LDR Kaep Intl Improv Icke ITT ISS IAEA Hallo Hov Hoi HGH Haye GED Georg
Frum Factbook EDN DBAD CHP CAF BUF Brees Boing Beeb BMTH Axl Ars Armin Russias Indias GNG Het Cnet FGS Shipt CUNY Shoto
plss cmap KeePass trach DIC fecking feckin Kili Quoc Rapa Shetty Sloot Smitty shinty shirty Skitty Skum deadass Marder
Deak Kock Dyce dique Dicke CRAs CUET CINT Raphe SEDAR Hodes hotes Meron Losar LOLER luser Passy Trinny Trani ritard shet
quil fagus CIL IDT PLSS pished possies Focker Redrum bullshot Mudder Puigs Medicks Takeshitas Idit Shir Moxon Moroun
Morong Morone Lofer Loher Hiang Heang Hyang Haeng Quock Fluck Funck Fook Fooks Fuqing Assis Sessa Helal Hoess Hoel Knill
Keill Keeli Kyll Kisling Dirck Dickon Dykk Krapp Raspe Damin Suhit Sohit Sahit SAIT Shittu Shitta Murger Murter Bastar
Warken Centris Pisz Hiscock Hiscocks Willcock Willcocks Handcock Sandercock Haddick Dickstein Fairburn Trancy Martinhoe
Cockfosters sluit stoot dikke damen leser loger raupe louer rapa puzzi morgon lyser burun loker pedar hellraiser
helldiver helldivers hellblade hellblazer hellgate hellmouth killswitch killstreak killfeed killshot killable teamkill
fishkill killmonger burndown backburn overburn guineapig guineapigs weathercock weathercocks photoshoot shootaround
shootdown hangtime hangboard deadname deadnamed deadnaming deadlifting deadweight deadspace deadstock deadman deadmen
deadband deadlink deadtime dumbphone dumbphones dumbwaiter dumbshow trashman trashpanda murderbot murderball pussywillow
pussyfooting brainfuck photogrape httparse GPT GPTs AMD RNG HDR OST AWD LTE ALS HDD HSA BLT NXT HSR DRG PRN TRT WAP SLP
SWE SRE SME MRE AED BST BSD CRT CRM CMS ERP GUI HIIT IOU OOP OOT PLC PLN SCD SRS NDT NCT NTR SES SEK CHF IST FTR IFF HOH
ANZ ACD AVD PICC NICU SIDS SAAS PaaS RISC LSAT EBIT PAYE HODL TURP BIL STP RST SSE SVD SNS CLS TCO TDY TMS TBL GTS GMS
HMI NOP NRW FND FCS CNA CAC CHC DLT CSH ASN ASC APL BGT WMS WPP WST VRS TRN SPR SCL SYS PRD PRF POSN LGS LSS LMT Lyft
yeet Citi Crocs Vimeo Primark Anki Groww Telus Zend Speedo Stihl Claas Suse gradle vite nuxt httpd httpx chown passwd
usr src srv mnt wav img svn dbt bool bools ints strs undef util calc repl protos mmap kwds compat ansi sys openid spacy
musl linq kopi indel phreak gmod botw prefs oneline hwnd nasi Islay Lior Lian luar Liara nika Zuk lassi Troels Freek
Eren Nami Yor Noor Saif Suri Noa Manu Musa Fatih Chaim Cristian Christiaan Alain Antti Aslan Joost Dai Hari Kaan Caan
Takei Neuer Kross Klose Sundar Saud Korra Snoke Bronn Chani Timo Tero Wyn Huw Mya Teo Sten Riad Firat Baris Vahid Maral
Mayur Monir Preeti Georgi Dawid Dovid Selen Neven Truls Traian Faiz Hande Kinga Koren Lene Luuk Claes Klaas Chika Chima
Birte Folke Ofer Cleese Celan Datta Handke Noth Staal Weyl Rohm Haq Alon Hao Huan Tian Hei Leng Rell Twente Berne Ryde
Preds Staind Byrds Boyz Kidz Koffee arepas aloo chaat daal fuul neem owt tradie smoko mardy pashing chope stook yaar
algo quien hace sabe mejor querer homme fille fait donc putain voici bleu bist dass sich unser leider bitte wordt werk
zelf Shib cung cocuk cocok modon diye dico dici sikap pusi kille dendam funkci centri trasy sehit moren morens
tranne comedie kylling rapi crestin morder pises assistents saut dyrke dekad prater hohes dack drick rampe filtry
presentarse considerarse levantarse marcharse manifestarse transformarse informarse publicarse limitarse assisto puisses
batard batards bastare scut andrats placerat publicerats organiserat reserverat nationalrat slutresultat kyss fagott
buron corap sulut shui shuk shum baals normandie hatte hati quer insan buti musim gayi dadi bua mala leder tarde gol noi
ikke inte dans sono foi sama samo saya tako seu entre baik buat parte voce hoje toda todas wenn wird kann habe sein
comme waar goed weet onze terus sayang pagi nota causa caso cosas mano hala allo alle nok hvad noen samme svart tage
jobb selv sistem problema problemas taki fakt kamera kontakt kontrol musik klub tekst fokus projekt minuten namen sehen
laat geven vero futuro papel poder economia cultura silla marca tema qual faut idee existe medio varios hej keer arre
chole wah khair feek ehen sef aje gising grabe sige haud haway belter boet boks yoh woy abla orde helpen masz tonk wesh
ouf todah nage chaan hbd ttyl wya wyt sth rekt MSc BSc CBSE IIT SATs BLW BNS JWST ABV APY opex AoE TotK riize cotch sts
tinking reso lauter hefe twite veery shami gavi sule CRP MRN RPD SCM cnt saggin assasination assasinations deadshot
hellbound assessee quilling incretin traxx pedometers Springburn Tyrann IIoT BitChat Rapyd slt HLL FASTAs Qiling Thandie
ngga fattas afterburn sideburn outshoot snapshoot trapshoot sharpshoot dumbfounding dumbfound dumbfounds dumbfounder
painkilling hangnails deadball deadlifted deadwoods deadeyes deadlight deadlights deadheaded deadhouse deadnames
hellspawn hellstorm pigheaded pigsticking pigswill piglike winterkill overkills ratcatcher ratcatchers ratcatching
ratlike ratskeller rapeseeds broomrape trashbag trashbags trashmen garbageman garbagemen diesinker diemaker dieharder
cocktailed cockfighter cockcrowing cockhorse cockleshell heathcocks turncock billycock adumbration adumbrating
adumbrations assurgent assignations assenters assenter assailment assuages therapeusis retardate retardative
pedogenesis pedogenic pedological pedologically baldassare killingworth killingly wallkill beaverkill bushkill morongo
closeburn ditchburn silverburn netherburn routeburn bucksburn walkerburn winterburn weatherburn burnwell cockfield
allcock manasses thanassis dumbleton killygordon castelmoron freeburn tanny tranby bickerdyke phags muslins nazia nazim
nazif nafis nabis pedis pns varina vanina balks balts lidars liams issam statin shorn helmed bittar clowes bister
traktor quilled kilned deac decad swankers
""".split()  # noqa: SIM905


def main() -> None:
    """Count, and write the list."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path, help="the folder with train/ and eval/")
    parser.add_argument("--dictionary", type=Path, nargs="+", required=True, help="lists of words")
    parser.add_argument("--names", type=Path, nargs="+", required=True, help="lists of names, the frequent ones first")
    parser.add_argument("--add", action="store_true", help="keep the list, and add correct words to it")
    arguments = parser.parse_args()
    with (SEEDS / "corpus" / "names.tsv").open(encoding="utf-8", newline="") as file:
        own_names = [line[0] for line in csv.reader(file, delimiter="\t")]
    others = itertools.chain(
        *map(_first_words, arguments.dictionary),
        *(itertools.islice(_first_words(path), N_NAMES) for path in arguments.names),
        _WORD.findall(normalise(" ".join([*own_names, *NAMES]), STEPS).text),
    )
    others = dict.fromkeys(others)
    words = OUTPUT.read_text(encoding="ascii").split() if arguments.add else _spelt(_frequent(arguments.data), others)
    _write(words)  # ``understood`` reads this list
    mistakable = list(others.keys() - set(words))
    mistakable = {word for word, near in zip(mistakable, understood(mistakable), strict=True) if near != word}
    _write([*words, *(word for word in others if word in mistakable)])


def _spelt(counts: dict[str, int], others: Container[str]) -> list[str]:
    """The words of comments but for those that are misspelt."""
    rare = [word for word in counts if counts[word] <= RARE and word not in others]
    doubtful = set(rare)
    _write([word for word in counts if word not in doubtful])  # `meant` reads this list
    typos = {word for word, near in zip(rare, meant(rare), strict=True) if counts[near] >= TYPO * counts[word]}
    return [word for word in counts if word not in typos]


def _frequent(data: Path) -> dict[str, int]:
    """The words of comments with their counts, the most frequent first."""
    rows = [row for row in train_rows(data) if row.split == "train"]
    rows += seed_rows(SEEDS, "train") + contrast_rows(SEEDS, "train") + exchange_rows(SEEDS, "train")
    counts, known = Counter(), Counter()
    for row in {row.text: row for row in [*rows, *talk_rows(data)]}.values():
        words = sorted(set(_WORD.findall(normalise(f"{row.text} {row.target or ''}", STEPS).text)))
        counts.update(dict.fromkeys(words, ABUSIVE if row.abuse == "abusive" else 1))
        known.update(words)
    words = (word for word, _ in counts.most_common() if known[word] >= KNOWN and (len(word) > 1 or word in _SHORT))
    return {word: counts[word] for word in words}


def _first_words(path: Path) -> list[str]:
    lines = path.read_text(encoding="utf-8-sig").splitlines()
    words = [normalise(line.split()[0], STEPS).text for line in lines if line.strip()]
    return [word for word in words if _WORD.fullmatch(word)]


def _write(words: list[str]) -> None:
    """Write the list, which whatever is asked about words afterwards reads."""
    OUTPUT.write_text("\n".join(words) + "\n", encoding="ascii")
    of_text = (module for name, module in sys.modules.items() if name.startswith("stancekit.text"))
    for one in itertools.chain.from_iterable(vars(module).values() for module in of_text):
        if hasattr(one, "cache_clear"):
            one.cache_clear()
    print(f"{OUTPUT.name}: {len(words):,} words")


if __name__ == "__main__":
    main()
