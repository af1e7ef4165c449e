"""seeds/corpus is what its datasheet says: whole trees, true spans, no copies, natural classes, no easy tells."""

import csv
import gzip
import json
import os
import re
from collections import Counter, defaultdict
from pathlib import Path

import pytest
from sklearn.metrics import f1_score, roc_auc_score

from stancekit import StanceClassifier, read_threads

ROOT = Path(__file__).parent.parent
SEEDS = ROOT / "seeds"
SPLITS = ("train", "dev", "test")
THREADS = {
    split: [json.loads(line) for line in (SEEDS / "corpus" / f"{split}.jsonl").read_text(encoding="utf-8").splitlines()]
    for split in SPLITS
}
ALL = [thread for split in SPLITS for thread in THREADS[split]]
COMMENTS = [(thread, comment) for thread in ALL for comment in thread["comments"]]

THREAD_KEYS = ["thread", "split", "wave", "topic", "title", "summary", "comments"]
COMMENT_KEYS = ["id", "parent", "author", "text", "stance", "reply_stance", "abusive", "span", "tags", "note"]
TAGS = {
    *(
        "caps",
        "cold-abuse",
        "concession",
        "correction",
        "dehumanising",
        "double-negation",
        "dry-wit",
        "emoji",
        "expert",
    ),
    *(
        "fact-stance",
        "identity",
        "link",
        "meta",
        "mirror",
        "non-native",
        "off-topic",
        "one-word",
        "profanity",
        "question",
    ),
    *("quote", "sarcasm", "self-directed", "short-social", "veiled-threat", "wrapped"),
}


def where(thread, comment):
    return f"{thread['thread']}/{comment['id']}"


def squeezed(text):
    return " ".join(text.casefold().split())


def test_every_thread_has_the_documented_keys():
    for split in SPLITS:
        for thread in THREADS[split]:
            assert list(thread) == THREAD_KEYS, thread["thread"]
            assert thread["split"] == split
            assert thread["title"].strip() and thread["summary"].strip() and thread["topic"].strip()
    for name in ("thread", "title"):
        assert max(Counter(thread[name] for thread in ALL).values()) == 1


def test_every_comment_is_whole():
    for thread in ALL:
        before = set()
        for comment in thread["comments"]:
            place = where(thread, comment)
            assert list(comment) == COMMENT_KEYS, place
            assert comment["text"] == comment["text"].strip() != "", place
            assert comment["id"] not in before, place
            assert comment["parent"] is None or comment["parent"] in before, place
            before.add(comment["id"])
            assert comment["stance"] in {"supportive", "skeptical", "neutral"}, place
            replies = {None} if comment["parent"] is None else {"agrees", "disagrees", "neutral"}
            assert comment["reply_stance"] in replies, place
            assert set(comment["tags"]) <= TAGS, place


def test_a_span_says_what_is_abusive():
    for thread, comment in COMMENTS:
        place = where(thread, comment)
        if comment["abusive"]:
            assert comment["span"] and comment["span"] in comment["text"], place
        else:
            assert comment["span"] is None, place


def near_copies(texts):
    """Pairs of texts whose 5-grams have a Jaccard similarity of .6 and more.

    Such a pair shares at least one of the rarest two fifths of either's grams, so only those are looked up (prefix
    filtering: Bayardo et al., "Scaling Up All Pairs Similarity Search", 2007).
    """
    grams = [{text[i : i + 5] for i in range(len(text) - 4)} for text in texts]
    frequency = Counter(gram for one in grams for gram in one)
    index = defaultdict(list)
    for at, mine in enumerate(grams):
        rarest = sorted(mine, key=lambda gram: (frequency[gram], gram))[: len(mine) * 2 // 5 + 1]
        for other in {other for gram in rarest for other in index[gram]}:
            shared = len(mine & grams[other])
            if shared >= 0.6 * (len(mine) + len(grams[other]) - shared):
                yield at, other
        for gram in rarest:
            index[gram].append(at)


def test_no_two_comments_are_nearly_the_same_but_mirrored_ones_within_a_split():
    long = [pair for pair in COMMENTS if len(squeezed(pair[1]["text"])) >= 25]  # "Who pays?" may be asked twice
    for one, other in near_copies([squeezed(comment["text"]) for _, comment in long]):
        (thread, comment), (its_thread, its_comment) = long[one], long[other]
        pair = where(thread, comment), where(its_thread, its_comment)
        assert "mirror" in comment["tags"] and "mirror" in its_comment["tags"], pair
        assert thread["split"] == its_thread["split"] and thread is not its_thread, pair


def test_near_copies_are_found():
    texts = ["the ferry is late again today", "who pays for the new pier?", "the ferry is late again today!!"]
    assert list(near_copies(texts)) == [(2, 0)]


def test_nobody_can_be_reached():
    texts = [(where(thread, comment), comment["text"]) for thread, comment in COMMENTS]
    for place, text in [*texts, *((text, text) for text in twins_and_exchanges())]:
        links = re.findall(r"https?://([\w.-]+)", text)
        assert all(re.fullmatch(r"(?:[\w-]+\.)*example\.(?:org|com|net)", link) for link in links), place
        mails = re.findall(r"[\w.]+@([\w-]+\.\w+)", text)
        assert all(mail.startswith("example.") for mail in mails), place
        assert not re.search(r"(?<!\d)(?:\+\d{1,3}[ -]?)?\(?0?\d{3,4}\)?[ -]\d{3}[ -]\d{3,4}(?!\d)", text), place


def test_the_tutorial_and_the_corpus_agree():
    by_title = {thread["title"]: thread for thread in ALL}
    for part in ("train", "test"):
        with (SEEDS / f"threads-{part}.csv").open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                thread = by_title[row["title"]]
                (comment,) = (one for one in thread["comments"] if str(one["id"]) == row["id"])
                assert thread["split"] == part
                assert (comment["text"], comment["stance"]) == (row["text"], row["stance"])
                assert comment["abusive"] == (row["abuse"] == "abusive")
                assert (comment["reply_stance"] or "") == row["reply_stance"]


def is_wrapped(comment, parent):
    """Whether the sides of a reply and of its parent pull one way and the reply's stance toward it the other."""
    if parent is None or "neutral" in (comment["stance"], parent["stance"], comment["reply_stance"]):
        return False
    return (comment["stance"] == parent["stance"]) == (comment["reply_stance"] == "disagrees")


def counts():
    """What the datasheet counts, under its names."""
    kinds = Counter()
    for thread in ALL:
        by_id = {comment["id"]: comment for comment in thread["comments"]}
        for comment in thread["comments"]:
            kinds["agreement wrapped in disagreement, or the reverse"] += is_wrapped(
                comment, by_id.get(comment["parent"])
            )
    for _, comment in COMMENTS:
        kinds["abusive" if comment["abusive"] else comment["stance"]] += 1
        kinds.update(comment["tags"])
        kinds[f"reply: {comment['reply_stance']}"] += comment["parent"] is not None
        kinds["rude words, not abusive"] += "profanity" in comment["tags"] and not comment["abusive"]
        kinds["sarcasm that turns the stance"] += "sarcasm" in comment["tags"]
        kinds["400 characters and more"] += len(comment["text"]) >= 400
    return kinds


def test_classes_and_tags_are_as_many_as_the_datasheet_says():
    datasheet = (SEEDS / "README.md").read_text(encoding="utf-8").partition("## The corpus")[2]
    told = re.findall(r"^\| ([^|]+?) \| ([\d,]+) \|", datasheet, re.MULTILINE)
    kinds = counts() | {"threads": len(ALL), "comments": len(COMMENTS)}
    assert len(told) > 20
    assert {name: int(number.replace(",", "")) for name, number in told} == {name: kinds[name] for name, _ in told}


@pytest.mark.parametrize(
    "kind",
    [
        *("sarcasm that turns the stance", "cold-abuse", "rude words, not abusive", "identity", "quote", "concession"),
        *(
            "agreement wrapped in disagreement, or the reverse",
            "double-negation",
            "one-word",
            "400 characters and more",
        ),
        *("short-social", "fact-stance", "mirror"),
    ],
)
def test_what_models_get_wrong_is_there_often_enough(kind):
    assert counts()[kind] >= 150


def test_classes_are_as_in_life():
    kinds = counts()
    for name, share in (("supportive", 0.27), ("skeptical", 0.30), ("neutral", 0.25), ("abusive", 0.18)):
        assert abs(kinds[name] / len(COMMENTS) - share) < 0.03, (name, kinds[name] / len(COMMENTS))
    for split, share in zip(SPLITS, (0.8, 0.1, 0.1), strict=True):
        assert abs(len(THREADS[split]) / len(ALL) - share) < 0.03, split


def test_words_alone_do_not_tell_the_stance():
    """If n-grams did well on threads they never saw, the corpus would have tells that no real thread has."""
    texts, stances, abuse, titles = {}, {}, {}, {}
    for split in ("train", "test"):
        comments = [(thread["title"], comment) for thread in THREADS[split] for comment in thread["comments"]]
        texts[split] = [comment["text"] for _, comment in comments]
        titles[split] = [title for title, _ in comments]
        stances[split] = [comment["stance"] for _, comment in comments]
        abuse[split] = ["abusive" if comment["abusive"] else "civil" for _, comment in comments]
    classifier = StanceClassifier().fit(texts["train"], {"stance": stances["train"], "abuse": abuse["train"]})
    answers = classifier.model_.head_probabilities(texts["test"])
    likeliest = [
        max(answers["stance"], key=lambda name: answers["stance"][name][row]) for row in range(len(texts["test"]))
    ]
    assert f1_score(stances["test"], likeliest, average="macro") < 0.60
    assert roc_auc_score([label == "abusive" for label in abuse["test"]], answers["abuse"]["abusive"]) < 0.93


TRAITS = {
    "says I or my": r"\b(I|I'm|my|My)\b",
    "has a question mark": r"\?",
    "has an exclamation mark": r"!",
    "begins in lower case": r"^[a-z]",
    "is shorter than 40 characters": r"(?s)^.{0,39}$",
    "is longer than 300 characters": r"(?s)^.{301,}$",
    "names a trade of its writer": r"\bI(?:'m| am) an? \w+|\bI (?:work|teach|drive|farm|nurse)\b|\bretired\b",
    "has a number": r"\d",
    "says people, lot or folk of a place": r"\b[A-Z]\w+ (?:people|lot|folk|types)\b",
}


@pytest.mark.parametrize("trait", TRAITS)
def test_no_surface_tells_the_label(trait):
    labels = Counter(
        "abusive" if comment["abusive"] else comment["stance"]
        for _, comment in COMMENTS
        if re.search(TRAITS[trait], comment["text"])
    )
    assert labels.total() > 100
    assert max(labels.values()) / labels.total() < 0.6, labels


def twins_and_exchanges():
    """The texts of the two smaller collections, which tests/test_twins.py holds to what they promise."""
    files = [*(SEEDS / "contrast").glob("*.jsonl"), *(SEEDS / "exchanges").glob("*.jsonl")]
    records = [json.loads(line) for file in files for line in file.read_text(encoding="utf-8").splitlines()]
    return [record[key] for record in records for key in ("text", "topic", "parent", "reply") if key in record]


def test_every_full_name_was_looked_at():
    """Names are invented, or those of public figures; a new one goes into names.tsv once somebody has looked it up."""
    full_name = re.compile(
        r"(?<![\w'’-])[A-ZÀ-Þ][\wà-ÿ]+(?: (?:van|de|von|der|la|da|du|el|bin|al)){0,2}"
        r" (?:Mc|Mac|O['’])?[A-ZÀ-Þ][\wà-ÿ]+(?:-[A-ZÀ-Þ][\wà-ÿ]+)?"
    )
    texts = [text for thread in ALL for text in (thread["title"], thread["summary"])]
    texts += [comment["text"] for _, comment in COMMENTS] + twins_and_exchanges()
    words = Counter(word for text in texts for word in re.findall(r"(?<!\w)[a-zà-ÿ]+", text))
    common = {word for word, _ in words.most_common(300)}
    found = {
        match[0]
        for text in texts
        for match in full_name.finditer(text)
        if match[0].split()[0].lower() not in common and match[0].split()[-1].lower() not in words
    }
    lines = (SEEDS / "corpus" / "names.tsv").read_text(encoding="utf-8").splitlines()[1:]
    known = dict(line.split("\t") for line in lines)
    assert found == known.keys()
    assert set(known.values()) == {"invented", "public figure", "no person"}


@pytest.mark.parametrize("split", SPLITS)
def test_stancekit_reads_it(split):
    threads = read_threads(SEEDS / "corpus" / f"{split}.jsonl")
    assert [(thread.id, len(thread)) for thread in threads] == [
        (thread["thread"], len(thread["comments"])) for thread in THREADS[split]
    ]


DATA = Path(os.environ.get("STANCEKIT_DATA", "no such folder"))


@pytest.mark.skipif(not DATA.is_dir(), reason="STANCEKIT_DATA names no folder with the open data sets")
def test_no_sentence_of_an_open_data_set_is_in_it():
    n_words = 10
    csv.field_size_limit(10_000_000)

    def stretches(text):
        words = re.findall(r"\w+(?:['’]\w+)*", text.casefold())
        return (tuple(words[i : i + n_words]) for i in range(len(words) - n_words + 1))

    own = {stretch: where(thread, comment) for thread, comment in COMMENTS for stretch in stretches(comment["text"])}
    own |= {stretch: text for text in twins_and_exchanges() for stretch in stretches(text)}
    for path in DATA.rglob("*.csv.gz"):
        with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                for stretch in stretches(row["text"]):
                    assert stretch not in own, (path.name, row["id"], own[stretch])
