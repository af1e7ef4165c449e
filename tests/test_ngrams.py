"""Features and scores against plain Python; no batch, order or length may change them."""

import os
import pickle
import string
import threading
import time
import warnings
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from stancekit.classifier import StanceClassifier
from stancekit.errors import InputError
from stancekit.features import grams, kernel, memo, units
from stancekit.features.ngrams import Ngrams
from stancekit.text import normalise, without_links
from stancekit.text.people import GROUPS, PUBLIC
from stancekit.vectorizers import NgramVectorizer

M = (1 << 64) - 1
N_BUCKETS = 2**12
TARGETS = ("the new bypass", "school phones")
TEXTS = [
    "Good riddance.",
    "STUPID, soooo stupid!!! and I don’t care",
    "",
    "   ",
    "😂😂😂 ok\nnew line, O'Brien",
    "naïve ﬁsh \u200b zero",
    "\ud800 lone",
    "a",
    "x" * 50,
]
# Disguises that words on either side, or punctuation before them, may belong to.
ODD = [
    *(
        "i d i o t",
        "i. d. i. o. t",
        "- i -d- i",
        "a * b",
        "I'm a 4",
        "x. y! z",
        "s h i#",
        "\u200b",
        "a\u2003b",
        "´",
        "ﷺ.",
    ),
    *("* fuk sidiot ", "d idiot s丨ᗪ丨ㄖㄒ "),  # of which what is read together becomes one word with a neighbour
    *(".f*ck", '"f*ck', "!sh1t", "-4ever", "?b8r", "f*ck:", "(b8r/", "shi# f*ck", "misunderstanding misunderstandings"),
    *(
        "stup id",
        "(stup id)",
        "STU pid!!",
        "stup\nid",
        "5tup id",
        "stup-id",
        "stupdi",
        "-stupdi",
        "stup idiott",
        "stup u idiot",
        "u r an idi ott",
        "x.stupdi",
    ),
]
PIECES = [
    *"iIad.-!*@$#'’“é😂105_/():?&,… \n\xa0\u200b\u2003´`\u0301‐",
    *("  ", "sh", "it", "f*ck", "SO", "ooo", "www.", "b8r", "4ever", "//", "i'm", "misunderstanding"),
    *("stup", "tupid", "st", "pid", "stupdi", "becuse", "wrold", "5tup", "iott"),
    *("&#105;", "&#100", "&#x6F;", "&shy;", "&#8203;", "&amp;"),
]
text = st.text(st.sampled_from("abAB'’ !é😂\n\u200b1.ᗩя₮") | st.characters(), max_size=30)


SPACE, SYMBOL, LETTER = range(3)
SYMBOLS = {*map(chr, [*range(0x21, 0x7F), *range(0x80, 0xAA), *range(0xAB, 0xC0), *range(0x2000, 0x2C00)])} - {
    *string.ascii_letters, *string.digits, "'",
}  # fmt: skip
SYMBOLS |= {*map(chr, [*range(0x3000, 0x3040), *range(0xFE00, 0xFE10), *range(0x1F000, 0x1FB00)])}


def kind(character):
    """A letter, a symbol or a space: blanks and controls are spaces, and what is not listed above is a letter."""
    if character <= " " or character == "\x7f":
        return SPACE
    return SYMBOL if character in SYMBOLS else LETTER


def runs(characters):
    """Maximal runs of letters or of symbols: (start, end)."""
    found = []
    for at, character in enumerate(characters):
        if kind(character) != SPACE:
            if found and found[-1][1] == at and kind(characters[at - 1]) == kind(character):
                found[-1] = (found[-1][0], at + 1)
            else:
                found.append((at, at + 1))
    return found


def oracle(text, target=None):
    """The features of one text by their definition: how often each bucket, times its loudness."""

    def polynomial(codes):
        return sum(code * pow(grams._BASE, power, 1 << 64) for power, code in enumerate(codes)) & M

    def mixed(value):
        return (value ^ value >> 32) * int(grams._MIX) & M

    def stretches(word, constant):
        edged = [1, *map(ord, word), 1]
        for length in (3, 4, 5):
            for at in range(len(edged) - length + 1):
                yield mixed(polynomial(edged[at : at + length][::-1]) ^ int(constant)), 1

    found = []
    plain = normalise(text).text
    words = [plain[start:end] for start, end in runs(plain)]
    hashes = [polynomial(map(ord, word)) for word in words]
    halves = [[mixed(value ^ int(side)) >> 32 for side in (grams._LEFT, grams._RIGHT)] for value in hashes]
    pairs = [left + right & M >> 32 for (left, _), (_, right) in pairwise(halves)]
    found += [(mixed(value ^ int(grams._WORD)), 4) for value in hashes] + [(pair << 32, 4) for pair in pairs]
    if target is not None and normalise(target).text in TARGETS:
        crossing = polynomial(map(ord, normalise(target).text))
        for value in hashes:
            crossed = (value ^ int(grams._WORD)) * int(grams._RIGHT) + crossing & M
            found.append((mixed(crossed ^ int(grams._CROSSED)), 4))
        found += [(((pair + crossing) * int(grams._CROSSED_PAIR) & M >> 32) << 32, 4) for pair in pairs]
    for word in words:
        found += stretches(word, grams._CHARACTERS) if kind(word[0]) == LETTER else []
    written = text.translate(str.maketrans("’‘“”–—\xa0", "''\"\"-- "))
    for start, end in runs(written):
        word = written[start:end]
        shouts = any(map(str.isupper, pairwise_joined(word))) and not any("a" <= letter <= "z" for letter in word)
        stretches_out = any(word[at] == word[at + 1] == word[at + 2] for at in range(len(word) - 2))
        if kind(word[0]) == LETTER and word.isascii() and (shouts or stretches_out):
            found.append((mixed(polynomial(map(ord, word)) ^ int(grams._WRITTEN_WORD)), 4))
            found += stretches(word, grams._WRITTEN_CHARACTERS)
    counts = Counter()
    for hashed, loudness in found:
        counts[hashed >> 64 - 12] += loudness
    return counts


def pairwise_joined(word):
    return [one + other for one, other in pairwise(word) if one.isalpha() and other.isalpha()]


def features(texts, targets=None):
    """The same as the oracle's, from the traces."""
    counts = []
    for text, target in zip(texts, targets or [None] * len(texts), strict=True):
        trace = Ngrams(N_BUCKETS, TARGETS).trace(text, target)
        loudness = trace.values * trace.values.sum()  # each value is divided by the root of all loudness
        assert np.allclose(loudness, np.rint(loudness))
        counts.append(Counter())
        for one, loud in zip(trace.buckets.tolist(), np.rint(loudness).tolist(), strict=True):
            counts[-1][one] += int(loud)
    return counts


@pytest.mark.parametrize("text", TEXTS)
def test_features_are_as_defined(text):
    said = without_links(text)
    assert features([text]) == [oracle(said)]
    assert features([text], ["The new BYPASS"]) == [oracle(said, "the new bypass")]
    assert features([text], ["a target nobody knew"]) == [oracle(said)]


@given(st.lists(text, max_size=5), st.sampled_from([None, "school phones", "other"]))
@example(["aaa", "aaa"], "school phones")
def test_features_of_a_batch_are_those_of_each_text(texts, target):
    assert features(texts, [target] * len(texts)) == [oracle(without_links(text), target) for text in texts]


COEF = np.random.default_rng(0).integers(-(2**15) + 1, 2**15, (5, N_BUCKETS)).astype(np.int16)


def scores(texts, targets=None, ngrams=None):
    ngrams = ngrams or Ngrams(N_BUCKETS, TARGETS)
    return np.hstack(ngrams.scorer([COEF[:1], COEF[1:]])(texts, targets, None))


def plain_scores(texts, targets=None):
    """What twenty lines of Python say: each feature's weight, one at a time."""
    return scores_of_said([*map(without_links, texts)], targets)


def scores_of_said(texts, targets=None):
    rows = []
    for text, target in zip(texts, targets or [None] * len(texts), strict=True):
        counts = oracle(text, target)
        sums = [sum(int(weights[one]) * count for one, count in counts.items()) for weights in COEF]
        rows.append([one * (1 / np.sqrt(counts.total())) if counts else 0.0 for one in sums])
    return np.array(rows).reshape(-1, len(COEF))


@pytest.mark.parametrize("text", [*TEXTS, *ODD])
def test_scores_are_those_of_plain_python_to_the_last_bit(text):
    texts = [text, f"And {text}, I say", f"“{text}”", f"({text})", f"{text} {text}"]
    for target in (None, "school phones"):
        targets = [target] * len(texts)
        assert np.array_equal(scores(texts, targets), plain_scores(texts, targets))


company = st.lists(st.sampled_from(PIECES), max_size=9).map("".join)


@given(st.lists(company | text, max_size=8), st.lists(st.sampled_from([None, *TARGETS]), min_size=8, max_size=8))
@settings(max_examples=300)
def test_scores_of_a_batch_are_those_of_plain_python(texts, targets):
    targets = targets[: len(texts)]
    assert np.array_equal(scores(texts, targets), plain_scores(texts, targets))


@given(st.lists(company | text, min_size=1, max_size=5), st.data(), st.sampled_from([None, "school phones"]))
@settings(max_examples=300)
def test_a_part_is_scored_like_a_text_of_its_own(texts, data, target):
    """Wherever it begins and ends: between units, inside one, inside what must be read together."""
    places = st.integers(0, len(texts) - 1).flatmap(
        lambda row: st.tuples(st.just(row), *[st.integers(0, len(texts[row]))] * 2)
    )
    parts = [(row, min(one, other), max(one, other)) for row, one, other in data.draw(st.lists(places, max_size=6))]
    found = np.hstack(
        Ngrams(N_BUCKETS, TARGETS).scorer([COEF])(
            texts, [target] * len(texts), None, np.array(parts, dtype=np.int64).reshape(-1, 3)
        )
    )
    said = [*map(without_links, texts)]
    alone = [*said, *(said[row][start:end] for row, start, end in parts)]
    assert np.array_equal(found, scores_of_said(alone, [target] * len(alone)))


def test_a_run_of_units_takes_in_no_more_than_belongs_to_it():
    """Letters spelled out, halves of words and their neighbours, each beside what might belong to it as well."""
    texts = [
        f"{before} {run} {behind}"
        for run in ("i d i o t", "stup id", ".f*ck", "1d10t", "b i t c h e s", "mo ron", "d iyi l")
        for before in ("an", "a", "i", "th", "(", "you are such an")
        for behind in ("she", "ic", "s", "y", "!", ")", "and so are you")
    ]
    assert np.array_equal(scores(texts), plain_scores(texts))


def test_what_was_met_before_changes_no_score():
    texts = [f"{one} {other}" for one in (*TEXTS, *ODD) for other in TEXTS]
    targets = [TARGETS[row % 2] for row in range(len(texts))]
    scorer = Ngrams(N_BUCKETS, TARGETS).scorer([COEF])
    first = scorer(texts, targets, None)
    scorer(["some other words", *texts[::-1]], None, None)
    assert np.array_equal(first, scorer(texts, targets, None))
    assert np.array_equal(first, pickle.loads(pickle.dumps(scorer))(texts, targets, None))


def test_sums_of_loud_texts_do_not_overflow():
    coef = np.full((1, N_BUCKETS), 2**15 - 1, dtype=np.int16)
    text = "ab cd ef gh " * 4_000
    trace = Ngrams(N_BUCKETS).trace(text)
    assert np.allclose(Ngrams(N_BUCKETS).scorer([coef])([text])[0], coef[0, trace.buckets] @ trace.values)


def test_a_memo_that_is_full_forgets_and_changes_no_score(monkeypatch):
    monkeypatch.setattr(kernel, "_UNITS", 3)
    scorer = Ngrams(N_BUCKETS, TARGETS).scorer([COEF])
    for target in (None, TARGETS[0], TARGETS[1], None):
        for texts in (TEXTS, [*ODD, *TEXTS[:4]], TEXTS[::-1], ODD):
            targets = [target] * len(texts)
            assert np.array_equal(scorer(texts, targets)[0], scores(texts, targets))


def test_long_words_are_not_kept_and_change_no_score(monkeypatch):
    for module in (units, memo):
        monkeypatch.setattr(module, "LONG", 20)
    long = ["x" * 21, "stuuuuuuuuuuuuuuuuuuuuuup", "1" * 30, "stupid" * 4]
    texts = [*long, *(f"A {one} id in {other}, {long[0]} st" for one in long for other in (*ODD[:12], *long))]
    scorer = Ngrams(N_BUCKETS).scorer([COEF])
    whole = plain_scores(texts)
    for some in (slice(None), slice(None, None, -1), slice(0, 4), slice(2, 9)):
        assert np.array_equal(scorer(texts[some])[0], whole[some])
        (own,) = scorer.args[0]._memos.values()
        beside = own._neighbours
        kept = [*own._numbers, *(run.text for run in own._runs), *beside._stages, *map(b"".join, beside._is_word)]
        assert max(map(len, kept)) <= 20


def paused_in_a_batch(monkeypatch, scorer, texts):
    """A thread that scores texts and pauses in its first batch; call ``go_on``; ``cuts`` says what was read."""
    begun, go_on, cuts, cut_units = threading.Event(), threading.Event(), [], units.cut_units

    def pausing(batch):
        cuts.append(batch[0])
        if threading.current_thread() is thread and not begun.is_set():
            begun.set()
            assert go_on.wait(10)
        return cut_units(batch)

    monkeypatch.setattr(kernel, "cut_units", pausing)
    thread = threading.Thread(target=scorer, args=(texts,))
    thread.start()
    assert begun.wait(10)
    return thread, go_on.set, cuts


@pytest.mark.skipif(not hasattr(os, "fork"), reason="a system that forks")
def test_a_child_that_is_forked_while_a_thread_scores_does_not_wait_for_it(monkeypatch):
    scorer = Ngrams(N_BUCKETS).scorer([COEF])
    whole = scores(TEXTS)
    thread, go_on, _ = paused_in_a_batch(monkeypatch, scorer, ["another thread's"])
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # newer versions of Python warn of just this
        child = os.fork()
    if not child:
        found = []
        own = threading.Thread(target=lambda: found.append(scorer(TEXTS)[0]), daemon=True)
        own.start()
        own.join(5)
        os._exit(0 if found and np.array_equal(found[0], whole) else 1)
    go_on()
    thread.join()
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    assert np.array_equal(scorer(TEXTS)[0], whole)


def test_a_thread_with_one_text_waits_for_one_batch_of_another_at_most(monkeypatch):
    monkeypatch.setattr(units, "_BATCH_CHARACTERS", 4)
    scorer = Ngrams(N_BUCKETS).scorer([COEF])
    thread, go_on, cuts = paused_in_a_batch(monkeypatch, scorer, ["long", *["more"] * 20])
    other = threading.Thread(target=scorer, args=(["mine"],))
    other.start()
    time.sleep(0.05)  # until it waits
    go_on()
    other.join()
    thread.join()
    assert "mine" in cuts[:3]


def test_threads_that_share_a_scorer_get_the_scores_they_would_get_alone(monkeypatch):
    monkeypatch.setattr(units, "_BATCH_CHARACTERS", 30)
    monkeypatch.setattr(kernel, "_UNITS", 20)
    scorer = Ngrams(N_BUCKETS, TARGETS).scorer([COEF])
    jobs = [([f"{one} {other}" for other in ODD[::2]], [TARGETS[0], None, *TARGETS] * len(ODD)) for one in TEXTS[:4]]
    jobs = [(texts, targets[: len(texts)]) for texts, targets in jobs]
    with ThreadPoolExecutor(8) as threads:
        found = list(threads.map(lambda job: scorer(*job)[0], jobs))
    for job, own in zip(jobs, found, strict=True):
        assert np.array_equal(own, scores(*job))


@given(st.lists(text, min_size=1, max_size=6), st.integers(0, 6))
def test_scores_do_not_depend_on_the_neighbours(texts, cut):
    together = scores(texts)
    assert np.array_equal(together, np.concatenate([scores(texts[:cut]), scores(texts[cut:])]))
    assert np.array_equal(together[::-1], scores(texts[::-1]))


def test_scores_do_not_depend_on_the_size_of_a_batch(monkeypatch):
    texts = [f"{one} {other}" for one in TEXTS for other in TEXTS]
    whole = scores(texts)
    monkeypatch.setattr(units, "_BATCH_CHARACTERS", 7)
    assert np.array_equal(whole, scores(texts))


def test_a_text_longer_than_a_batch_is_one_text():
    long = "The bridge is closed again. " * 5_000
    assert np.array_equal(scores(["before", long, "after"]), plain_scores(["before", long, "after"]))
    assert features(["before", long, "after"])[::2] == [oracle("before"), oracle("after")]
    assert features([long])[0].total() > 5_000 * 4 * 6


def test_a_text_whose_sums_overflow_is_scored_exactly_and_so_are_its_parts():
    """Of the first two no sum of all units fits into its 32 bits, of the last not even that of its only unit."""
    texts = ["stand " * 9_000, "Stop the ferry! " * 5_000, "stupid" * 6_000]
    parts = np.array([(row, start, start + 600) for row, text in enumerate(texts) for start in (0, 30_000)])
    found = np.hstack(Ngrams(N_BUCKETS).scorer([COEF])(texts, None, None, parts))
    assert np.array_equal(found, plain_scores([*texts, *(texts[row][start:end] for row, start, end in parts)]))


def test_matrix_holds_the_same_features():
    vectorizer = NgramVectorizer(N_BUCKETS, min_target_rows=1)
    texts = [*TEXTS, *ODD, *(f"And {text}, I say" for text in ODD)]
    targets = [TARGETS[row % 2] for row in range(len(texts))]
    matrix = vectorizer.fit_transform(texts, targets=targets)
    assert matrix.shape == (len(texts), N_BUCKETS)
    for row, (text, target) in enumerate(zip(texts, targets, strict=True)):
        counts = oracle(text, target)
        expected = np.zeros(N_BUCKETS)
        for one, count in counts.items():
            expected[one] = count / np.sqrt(counts.total())
        assert np.allclose(matrix[row].toarray()[0], expected, atol=1e-6)


def test_a_target_that_one_group_has_is_unknown_to_whoever_has_not_seen_the_group():
    features = Ngrams(N_BUCKETS, TARGETS)
    texts, targets = ["Good riddance.", "At last.", "Why?", "Fine."], [TARGETS[0], TARGETS[1], TARGETS[0], None]
    as_new = features.matrix_as_new(texts, targets, ["a", "b", "c", "b"])
    assert (as_new != features.matrix(texts, [TARGETS[0], None, TARGETS[0], None])).nnz == 0
    assert (as_new != features.matrix(texts, targets)).nnz > 0
    assert features.matrix_as_new(texts[:1] * 2, [TARGETS[0]] * 2, ["a", "b"]) is None
    assert features.matrix_as_new(texts, ["another"] * 4, ["a"] * 4) is None


def test_a_target_that_no_training_text_had_is_not_normalised(monkeypatch):
    normalised = []

    def counting(texts):
        normalised.extend(texts)
        return list(map(str.lower, texts))

    monkeypatch.setattr("stancekit.features.ngrams.normalise_texts", counting)
    targets = ["What an odd plan it is", "The new BYPASS", None, "A plan for the new bypass", "school phones", "bypass"]
    found = scores(["Never."] * len(targets), targets)
    assert normalised and not {"What an odd plan it is", "A plan for the new bypass"} & {*normalised}
    assert np.array_equal(found[[0, 2, 3, 5]], scores(["Never."] * 4))
    assert np.array_equal(found[[1, 4]], plain_scores(["Never."] * 2, ["the new bypass", "school phones"]))


def test_only_targets_with_enough_rows_are_crossed():
    targets = ["The Bypass", "the  bypass ", "phones"]
    vectorizer = NgramVectorizer(min_target_rows=2).fit(["a", "b", "c"], targets=targets)
    assert vectorizer.features_.targets == ("the bypass",)
    assert NgramVectorizer(min_target_rows=1).fit(["a", "b"], targets=["one", "one"]).features_.targets == ()


@pytest.mark.parametrize("n_buckets", [0, 1000, 2**25, "many"])
def test_the_number_of_buckets_is_a_power_of_two(n_buckets):
    with pytest.raises(InputError, match="n_buckets must be a power of two"):
        NgramVectorizer(n_buckets).fit(["a"])


@pytest.mark.parametrize("rows", [0, -1, 1.5, "many"])
def test_how_often_a_target_must_be_there_is_a_whole_number(rows):
    with pytest.raises(InputError, match="min_target_rows must be a whole number from 1 on"):
        NgramVectorizer(min_target_rows=rows).fit(["a"])


@given(text)
@example("¼")
@example("\u0301\u0301")
def test_a_trace_stands_on_the_words_as_written(written):
    trace = Ngrams(N_BUCKETS, TARGETS).trace(written, "school phones")
    starts, ends = trace.words[:, 0], trace.words[:, 1]
    assert np.all(np.diff(starts) >= 0)
    assert np.all((starts >= 0) & (ends <= len(written)) & ((starts < ends) | (len(written) == 0)))
    if len(trace.buckets):
        assert np.all((trace.first >= 0) & (trace.first <= trace.last) & (trace.last < len(trace.words)))


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("u r a clown", ["u r", "a", "clown"]),
        ("stfu! ok", ["stfu", "!", "ok"]),
        ("youareanidiot", ["you", "are", "an", "idiot"]),
        ("so stup id", ["so", "stup id"]),
        ("¼ of it", ["¼", "of", "it"]),
    ],
)
def test_each_word_that_was_written_is_one_of_a_trace(written, words):
    found = Ngrams(N_BUCKETS).trace(written).words.tolist()
    assert [written[start:end] for start, end in found] == words


def test_nobody_who_is_named_says_more_for_abuse_than_the_middle_group():
    named = (*GROUPS, *PUBLIC)
    texts = [f"{word} are {kind}" for word in named for kind in ("vermin", "welcome")]
    labels = ["abusive", "civil"] * len(named)
    blamed = ["muslims", "women", "gays", "immigrants", "putin", "liberals"]
    texts += [f"{word} here" for word in blamed] * 20
    labels += ["abusive"] * len(blamed) * 20
    model = StanceClassifier().fit(texts, labels).model_
    (head,) = model.heads
    traces = [model.features.trace(word) for word in named if normalise(word).text == word]
    worth = np.array([one.values * one.values.sum() @ head.coef[0, one.buckets] for one in traces])
    assert worth.max() - np.quantile(worth, 0.75) <= grams.LOUDNESS_OF_WORDS  # all that were above; in whole numbers
    assert worth.max() > worth.min()
