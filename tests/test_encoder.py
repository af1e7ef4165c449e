"""The encoder: what it reads, its explanations, its file, and that no other row or order changes its answers."""

import contextlib
import os
import pickle
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stancekit import EncoderVectorizer, InputError, ModelFileError, StanceClassifier, Thread, load_model
from stancekit.features import arithmetic, encoder
from stancekit.features.by_rows import by_rows
from stancekit.features.encoder import MAX_TOKENS, SPECIAL, _threads, tokenize, word_pieces
from stancekit.model_file import read_model_file, write_model_file
from stancekit.threads import Comment
from stancekit.training import train

FLAGS = Path("/proc/cpuinfo")
TITLE = "Night bus to run until four"
COMMENTS = [
    "About time. I walked home from the hospital for six years.",
    "Who pays? The day bus is late as it is.",
    "You drunken louts deserve to be left on the pavement.",
    "Which stop by the stadium?",
    "yes!!",
    "My sister drove the last night bus in 1994. It was cancelled because of fights, not of money, and I have not "
    "heard one word about who will sit beside the driver this time. Until somebody says so I shall not cheer.",
]
BEGIN, END = SPECIAL.index("[CLS]"), SPECIAL.index("[SEP]")


@pytest.fixture(scope="module")
def tokenizer(encoder_model):
    return word_pieces(encoder_model.features.pieces)


ANY_TEXT = st.text(st.characters(codec=None, categories=None))  # lone surrogates included


@given(ANY_TEXT.map(lambda text: text * 40) | ANY_TEXT, st.none() | ANY_TEXT, st.none() | ANY_TEXT)
@settings(max_examples=60)
def test_a_question_is_a_comment_a_target_and_a_parent(tokenizer, text, target, parent):
    (ids,) = tokenize(tokenizer, [(text, target, parent)])
    assert ids[0] == BEGIN and ids[-1] == END and len(ids) <= MAX_TOKENS
    assert ids.count(BEGIN) == 1 and ids.count(END) in (2, 3)


def test_of_a_long_comment_the_beginning_and_the_end_are_read(tokenizer):
    alike = [
        (f"I am for it. {'well ' * 400}{middle} {'well ' * 400} A waste.", TITLE, None) for middle in ("yes", "no")
    ]
    first, second = tokenize(tokenizer, alike)
    assert first == second and len(first) == MAX_TOKENS
    other = tokenize(tokenizer, [(alike[0][0].replace("A waste", "A joy"), TITLE, None)])
    assert other != [first]


def test_what_a_long_comment_concludes_counts_more_for_its_stance_than_what_it_begins_with(encoder_model):
    middle = "The night bus runs from the station to the harbour and back, and the day bus does so from five on. " * 6
    praise, doubt = "Best news for nurses in years. " * 5, "Scrap it before it starts. " * 5
    ends_well, ends_badly = (
        prediction.stance
        for prediction in encoder_model.predict([doubt + middle + praise, praise + middle + doubt], TITLE)
    )
    assert ends_well["supportive"] > ends_badly["supportive"]
    assert ends_well["skeptical"] < ends_badly["skeptical"]


def test_a_long_comment_is_read_twice_for_its_stance_and_once_for_abuse(encoder_model):
    features = encoder_model.features
    text = "The night bus runs from the station to the harbour and back. " * 20
    (first, end), (short, none) = encoder._readings(features._tokenizer, [(text, TITLE, None), ("Well.", TITLE, None)])
    assert len(first) == len(end) == MAX_TOKENS and first != end and none == []
    whole, last, brief = features._features([first, end, short])
    found, of_short = np.concatenate([*features.batches([text, "Well."], [TITLE] * 2)])
    assert np.allclose(found[:768], whole[:768] * 2 / 3 + last[:768] / 3, atol=1e-5)
    assert features.impartial == (768,) and abs(found[768] - whole[768]) < 1e-4
    assert np.allclose(of_short, brief, atol=1e-4)


def test_no_text_is_taken_for_a_special_piece(tokenizer):
    (ids,) = tokenize(tokenizer, [("[SEP] [CLS] [PAD] </s>", None, None)])
    assert ids[1:-2].count(END) == ids[1:].count(BEGIN) == ids.count(SPECIAL.index("[PAD]")) == 0


def test_neither_neighbours_nor_order_move_a_probability(encoder_model):
    together = encoder_model.predict_proba(COMMENTS, TITLE)
    alone = np.vstack([encoder_model.predict_proba([comment], TITLE) for comment in COMMENTS])
    assert np.abs(together - alone).max() < 0.01
    backwards = encoder_model.predict_proba(COMMENTS[::-1], TITLE)[::-1]
    assert np.abs(together - backwards).max() < 0.01


def test_each_way_of_multiplying_says_nearly_the_same(encoder_model, monkeypatch, tmp_path):
    ways = {"avx2": "float32", "avx2 avx512f": "blocks"}
    if FLAGS.exists() and arithmetic.way_of(FLAGS.read_text(encoding="ascii", errors="replace")) == "rows":
        ways["avx2 avx512f avx512_vnni"] = "rows"  # on others sums of bytes overflow
    monkeypatch.setattr(arithmetic, "_FLAGS", tmp_path / "cpuinfo")
    answers = []
    for flags, way in ways.items():
        assert arithmetic.way_of(f"flags : {flags}") == way
        (tmp_path / "cpuinfo").write_text(f"flags : {flags}\n", encoding="ascii")
        own = replace(encoder_model, features=replace(encoder_model.features))  # one that has no session yet
        answers.append(own.predict_proba(COMMENTS, TITLE))
    for answer in answers[1:]:
        assert 0 < np.abs(answers[0] - answer).max() < 0.05


def test_rows_of_bytes_are_of_the_same_weights(small_model):
    network = small_model.features.network.tobytes()
    rewritten = by_rows(network)
    assert b"MatMulNBits" in network and b"MatMulNBits" not in rewritten
    assert abs(len(rewritten) / len(network) - 1) < 0.02  # a byte for each weight in both
    assert by_rows(rewritten).count(b"MatMulIntegerToFloat") == rewritten.count(b"MatMulIntegerToFloat") == 24


@given(st.binary(max_size=60), st.integers(min_value=0, max_value=10_000), st.integers(min_value=0, max_value=60))
def test_no_bytes_in_a_network_are_more_than_a_value_error(small_model, some, at, n_lost):
    network = small_model.features.network[:20_000].tobytes()
    for forged in (some, network[:at] + some + network[at + n_lost :]):
        with contextlib.suppress(ValueError):
            assert isinstance(by_rows(forged), bytes)


def test_the_target_turns_the_side(encoder_model):
    for_it, against_it = (
        encoder_model.predict(["Best thing the council ever did."], target)[0].stance
        for target in ("The council opened a swimming pool", "The council should be ashamed of the swimming pool")
    )
    assert for_it["supportive"] > against_it["supportive"]


def test_no_group_that_is_named_moves_what_is_held_for_abuse(encoder_model):
    people = ["Muslims", "trans women", "Polish women", "gay men", "deaf people", "Black men", "Jews", "Latinas"]
    for sentence, is_abusive in (
        ("The law protects {} as it protects everybody else.", False),
        ("{} are vermin.", True),
    ):
        abuse = encoder_model.head_probabilities([sentence.format(one) for one in people], TITLE)["abuse"]["abusive"]
        of_many, of_men = abuse[[0, 6, 7]], abuse[[3, 5]]
        assert np.ptp(of_many) == np.ptp(of_men) == 0
        assert ((abuse > 0.5) == is_abusive).all()
    explanation = encoder_model.explain("Trans women are vermin.", TITLE, label="abusive")
    assert max(explanation.evidence, key=lambda word: word.weight).text.startswith("vermin")


@pytest.mark.parametrize(
    "disguised", ["Mu\u0455lims", "J\u200be\u200bws", "\uff2c\uff41tinas", "M u s l i m s", "L4tinas"]
)
def test_nor_does_a_group_in_disguise(encoder_model, disguised):
    texts = [f"{who} are our neighbours, whatever the mayor says." for who in ("Jews", disguised)]
    plainly, hidden = encoder_model.head_probabilities(texts, TITLE)["abuse"]["abusive"]
    assert plainly == hidden


def test_nor_does_a_group_with_a_head_of_ones_own(tmp_path):
    abuse = ["Lesbians are vermin.", "You fool.", "Idiots, the lot of you.", "Get lost, you muppet.", "Shut up, liar."]
    civil = ["Buddhists meet here.", "It opens on Monday.", "Well done.", "I doubt it helps.", "Who pays for it?"]
    classifier = StanceClassifier(EncoderVectorizer("small")).fit(abuse + civil, ["abusive"] * 5 + ["civil"] * 5)
    classifier.model_.save(tmp_path / "mine.stance")
    for model in (classifier.model_, load_model(tmp_path / "mine.stance")):
        texts = [f"{who} live next door." for who in ("Buddhists", "Lesbians", "M\u200buslims", "Trumps")]
        *groups, figure = model.head_probabilities(texts)["abuse"]["abusive"]
        assert groups[0] == groups[1] == groups[2] != figure
        explanation = model.explain("Lesbians are vermin.", label="abusive")
        assert max(explanation.evidence, key=lambda word: word.weight).text.startswith("vermin")


def test_a_head_of_other_labels_reads_comments_as_they_are():
    texts, labels = ["Lesbians are here.", "So are Buddhists.", "Lesbians spoke.", "Buddhists spoke."], list("abab")
    classifier = StanceClassifier(EncoderVectorizer("small")).fit(texts, labels)
    assert classifier.model_.features.n_features == load_model("small").features.n_features
    of_lesbians, of_buddhists = classifier.predict_proba(["Lesbians sang.", "Buddhists sang."])[:, 0]
    assert of_lesbians > of_buddhists + 0.1


def test_nobody_in_politics_who_is_named_moves_what_is_held_for_abuse(encoder_model):
    figures = ["Trump", "Clinton", "Obama", "Putin", "Assad", "Farage"]
    camps = ["liberals", "Republicans", "feminists", "Tories"]
    for named, sentence, is_abusive in (
        (figures, "I do not trust {} with the bus money.", False),
        (figures, "You {} people are vermin, all of you.", True),
        (camps, "Another point for the {}.", False),
        (camps, "All {} are vermin.", True),
    ):
        abuse = encoder_model.head_probabilities([sentence.format(one) for one in named], TITLE)["abuse"]["abusive"]
        assert np.ptp(abuse) == 0
        assert ((abuse > 0.5) == is_abusive).all(), abuse[0]


AGAINST = "A bus for drunks, and we pay for it. Scrap it before it starts."
PRAISE = "Best news for nurses in years."


def agreement_with(parent, model, toward):
    """What the model says of a reply that only agrees."""
    thread = Thread(title=TITLE, comments=[Comment("1", parent), Comment("2", "Exactly this.", parent="1")])
    return model.predict_thread(thread, toward=toward)[1]


@pytest.mark.xfail(strict=True, reason="the encoder leans with the parent by .035; the one before it by more than .05")
def test_a_short_reply_leans_with_its_parent(encoder_model):
    after_doubt, after_praise = (agreement_with(parent, encoder_model, "article") for parent in (AGAINST, PRAISE))
    assert after_doubt.stance["skeptical"] > after_praise.stance["skeptical"] + 0.05


def test_a_short_reply_is_read_with_its_parent(encoder_model):
    after_doubt, after_praise = (agreement_with(parent, encoder_model, "article") for parent in (AGAINST, PRAISE))
    assert after_doubt.target == after_praise.target == TITLE
    assert after_doubt.stance["skeptical"] > after_praise.stance["skeptical"]
    toward_the_parent = agreement_with(AGAINST, encoder_model, "parent")
    assert toward_the_parent.target == AGAINST
    assert toward_the_parent.stance["supportive"] > toward_the_parent.stance["skeptical"]


@pytest.mark.parametrize(("toward", "target"), [("article", TITLE), ("parent", None)])
def test_a_parent_that_is_gone_is_none(encoder_model, toward, target):
    (alone,) = encoder_model.predict(["Exactly this."], target)
    assert agreement_with("[deleted]", encoder_model, toward).stance == pytest.approx(alone.stance, abs=0.02)


@pytest.mark.parametrize("comment", [COMMENTS[1], COMMENTS[5], " ".join(COMMENTS * 4), "ride " * 5_000, "no", "🚌"])
def test_an_explanation_adds_up_and_points_into_the_comment(encoder_model, comment):
    explanation = encoder_model.explain(comment, TITLE)
    total = explanation.bias + sum(one.weight for one in explanation.evidence)
    assert total == pytest.approx(explanation.score)
    assert all(comment[one.start : one.end] == one.text for one in explanation.evidence)
    ends = [0, *(one.end for one in explanation.evidence)]
    assert all(end <= one.start for end, one in zip(ends[:-1], explanation.evidence, strict=True))
    assert len(explanation.evidence) <= 60


def test_a_word_s_weight_is_what_the_score_loses_without_it(encoder_model):
    explanation = encoder_model.explain(COMMENTS[1], TITLE, label="skeptical")
    for word in explanation.evidence:
        without = COMMENTS[1][: word.start] + COMMENTS[1][word.end :]
        loss = explanation.score - encoder_model.explain(without, TITLE, label="skeptical").score
        assert word.weight == pytest.approx(loss, abs=0.1)  # what is read beside it rounds it otherwise


def test_the_word_that_abuses_is_named(encoder_model):
    (prediction,) = encoder_model.predict(["Close the road, fine, but this mayor is a worthless idiot."], "Road closed")
    assert prediction.label == "abusive"
    assert "idiot" in " ".join(one.text for one in prediction.evidence[:2])


def test_a_file_gives_the_same_model_back(encoder_model, tmp_path):
    encoder_model.save(tmp_path / "mine.stance")
    again = load_model(tmp_path / "mine.stance")
    assert again.features.digest == encoder_model.features.digest
    assert np.array_equal(again.predict_proba(COMMENTS, TITLE), encoder_model.predict_proba(COMMENTS, TITLE))


@pytest.mark.parametrize(("asked", "used"), [("", 0), ("0", 0), ("1", 1), ("99999", os.cpu_count())])
def test_no_more_threads_than_cores_are_used(asked, used, monkeypatch):
    monkeypatch.setenv("STANCEKIT_THREADS", asked)
    assert _threads() == used


@pytest.mark.parametrize(
    ("harm", "message"),
    [
        (lambda own: {"network": own.network[:1000]}, "cannot be run"),
        (lambda own: {"network": np.append(own.network, np.frombuffer(b"location", np.uint8))}, "has weights in other"),
        (
            lambda own: {"pieces": (*SPECIAL, *map(str, range(99_999)), *own.pieces[len(SPECIAL) :])},
            "cannot be run: .*out of data bounds",
        ),
    ],
    ids=["cut short", "weights in other files", "word pieces of another network"],
)
def test_a_network_that_cannot_read_is_refused(encoder_model, capfd, harm, message):
    own = encoder_model.features
    with pytest.raises(ModelFileError, match=f"the network of the model {message}"):
        replace(encoder_model, features=replace(own, **harm(own))).predict(COMMENTS)
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize(("n_rows", "value"), [(1, np.nan), (1, np.inf), (7, 0.0)])
def test_a_network_that_gives_no_features_is_refused(encoder_model, n_rows, value):
    class Forged:
        def run(self, names, tokens):
            return [np.full((n_rows, encoder_model.features.n_features), value, dtype=np.float32)]

    features = replace(encoder_model.features)
    features.__dict__["_session"] = Forged()
    with pytest.raises(ModelFileError, match="gives something else than features"):
        replace(encoder_model, features=features).predict(COMMENTS[:1])


def test_word_pieces_that_are_no_text_are_refused_in_one_line(encoder_model, tmp_path):
    encoder_model.save(tmp_path / "odd.stance")
    file = read_model_file(tmp_path / "odd.stance")
    pieces = np.append(file.tensors["features.pieces"], np.uint8(255))
    write_model_file(tmp_path / "odd.stance", file.header, {**file.tensors, "features.pieces": pieces})
    with pytest.raises(ModelFileError, match="is not a model that stancekit wrote \\(UnicodeDecodeError: ") as refused:
        load_model(tmp_path / "odd.stance")
    assert len(str(refused.value)) < 1000


def test_a_model_that_has_run_can_be_sent_to_a_process(encoder_model):
    encoder_model.predict(["fine"])
    again = pickle.loads(pickle.dumps(encoder_model))
    assert np.array_equal(again.predict_proba(["fine"]), encoder_model.predict_proba(["fine"]))


def test_heads_are_fitted_on_its_features():
    seen = []
    vectorizer = EncoderVectorizer()
    texts = [*COMMENTS[:2], *COMMENTS[4:], "No. Waste of money, no.", "Lovely, well done to all."]
    labels = ["for", "against", "for", "against", "against", "for"]
    vectorizer.fit_transform(texts, targets=[TITLE] * 6, progress=seen.append)
    assert seen[-1] == 1.0
    classifier = StanceClassifier(vectorizer).fit(texts, labels, targets=[TITLE] * 6)
    assert classifier.predict(["Waste of money."], targets=TITLE).tolist() == ["against"]


def test_probabilities_given_the_features_are_those_of_the_comments(encoder_model):
    comments = [*COMMENTS, "You pathetic liar. " + "Thank you for the garden and the lovely light. " * 20]
    matrix = EncoderVectorizer().fit_transform(comments, targets=[TITLE] * len(comments))
    given, read = (encoder_model.head_probabilities(comments, TITLE, X=one) for one in (matrix, None))
    for head, of_head in read.items():
        for label, probabilities in of_head.items():
            assert np.allclose(given[head][label], probabilities, atol=0.01)  # batches differ where windows are read


def test_a_model_without_an_encoder_has_no_such_features():
    with pytest.raises(InputError, match="the model 'fast' has no encoder"):
        EncoderVectorizer("fast").fit()


def test_few_labels_do_for_a_model_of_ones_own(tmp_path):
    """Each label stands on a comment that shares no word with another of its own."""
    sides = {
        "for": ["Great.", "I love this.", "Long overdue, well done.", "Brilliant idea.", "Yes please!", "Finally."],
        "against": ["Terrible.", "Nobody wants it.", "Scrap that.", "What nonsense.", "A mistake.", "It won't work."],
    }
    path = tmp_path / "labels.csv"
    rows = [f'"{text}",{label},{TITLE}' for label, texts in sides.items() for text in texts]
    path.write_text("\n".join(["text,label,target", *rows]), encoding="utf-8")
    result = train(path, base="encoder")
    assert result.model.features.kind == "encoder" and result.model.card["base"] == "encoder"
    assert result.evaluation.accuracy >= 0.75
    assert [one.label for one in result.model.predict(["Wonderful news.", "I doubt it helps."], TITLE)] == [*sides]


@pytest.mark.skipif(os.name != "posix", reason="a home folder that the environment names")
def test_nothing_is_kept_or_sent_about_who_uses_it(tmp_path):
    """Left alone, onnxruntime notes in the home folder that it is used, but not in a build by a robot."""
    kept = {name: value for name, value in os.environ.items() if name in ("PATH", "PYTHONPATH", "LD_LIBRARY_PATH")}
    label = "import stancekit; stancekit.load_model('small').predict(['Well done.'])"
    subprocess.run([sys.executable, "-c", label], env={**kept, "HOME": str(tmp_path)}, check=True)
    assert not list(tmp_path.iterdir())


def test_whether_features_are_blind_is_true_or_false():
    with pytest.raises(InputError, match="blind must be True or False, got 'no'"):
        EncoderVectorizer("small", blind="no").fit()


class TestMemory:
    """Features cached in a folder."""

    def test_what_is_no_path_is_refused(self):
        for memory in (3, True, b"folder", "", []):
            with pytest.raises(InputError, match=r"memory must be the path of a folder, a joblib\.Memory or None, got"):
                EncoderVectorizer("small", memory=memory).fit()

    def test_what_is_no_folder_is_named(self, tmp_path):
        (tmp_path / "file").touch()
        with pytest.raises(InputError, match=r"memory: '.*file' is a file; name a folder"):
            EncoderVectorizer("small", memory=tmp_path / "file").fit()

    @pytest.mark.parametrize("keep", [0, 40])
    def test_a_damaged_file_is_written_anew(self, tmp_path, keep):
        seen = []
        vectorizer = EncoderVectorizer("small", memory=tmp_path / "new" / "folder")
        rows = vectorizer.fit_transform(["Fine by me.", "No!"])
        (file,) = vectorizer.memory.rglob("output.pkl")
        file.write_bytes(file.read_bytes()[:keep])
        assert np.array_equal(vectorizer.fit_transform(["Fine by me.", "No!"], progress=seen.append), rows)
        read = vectorizer.fit_transform(["Fine by me.", "No!"], progress=lambda share: pytest.fail("it is read again"))
        assert seen and np.array_equal(read, rows)

    def test_other_targets_are_other_comments_and_none_are_none(self, tmp_path):
        vectorizer = EncoderVectorizer("small", memory=tmp_path).fit()
        assert not np.array_equal(vectorizer.transform(["No!"]), vectorizer.transform(["No!"], targets="The bus"))
        assert vectorizer.transform([]).shape == vectorizer.transform([]).shape == (0, 388)
