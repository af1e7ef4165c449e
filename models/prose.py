"""What the cards of the shipped models say in words: beside the figures, which the recipes measure."""

from __future__ import annotations

from dataclasses import replace

from card import Prose

__all__ = ["ENCODER", "FAST", "SMALL"]

ENCODER = Prose(
    recipe="encoder",
    purpose="""
Reading threads: stance toward an article, a claim or the comment that is answered, on topics it was never trained on,
and abuse that is more than rude words. **Not** for decisions about people without a person who looks.
""",
    training="""
Every row is seen in several pairs, drawn in the shares that `models/mixture.py` lists: under its own target, under a
foreign one as neutral, under a negated or shortened one, as the reply to another. The lower {layers} layers of {base}
(Apache-2.0) were trained, both heads at once, on {pairs:,} pairs{teacher}{further}.
Weights are rounded to 8 bits. docs/experiments.md tells which parts learned when.
""",
    limits="""
- For abuse all groups of people that a comment names are read as one (docs/models.md): a swapped term turns fewer
  than one answer in a thousand. So are public figures, and political camps. Whoever its lists lack is read as written,
  and so are age, wealth and migration. Of harmless sentences about a figure it still flags one in six, most of two or
  three words.
- Of the audit's civil twins it gets 89 % right, of the abusive ones 76 % (90 and 80 % were aimed at): insults among
  arguments, sarcasm, veiled threats and one cruel sentence among kind ones are often missed. Contrast pairs took it
  to 90 and 72 % from 79 and 73 %, a head of abuse fitted anew from there to here; what finds more cold abuse flags more
  harsh but civil comments.
- Misspellings are undone where the word that was meant is common and near. Who leaves letters out of every word, hits
  a key beside the right one or runs words together is missed in one of four cases, who leaves out all vowels in three
  of ten, as the audit's table shows.
- Among 20,000 kind characters 37 % of the abusive comments are missed (15 % was aimed at): of two hundred
  windows the worst is compared with a threshold that spares 99 in 100 comments, and a lower discount flags kind ones. A
  discount that grows with the number of windows hid half of them (docs/experiments.md). Of the tenth of civil comments
  that it flags most, by length, it flags 1.6 % (1.5 % was aimed at). Twenty or fifty kind words behind an insult hide
  a third of them; comments of more than 800 characters are read in windows, the six worst of them again in halves.
- Of a comment of 400 to 800 characters it reads the middle only in windows as long as half of it, so one short insult
  among kind words is found in three of four (docs/experiments.md).
- Recall in its audit was .743 before links were left out and entities in tweets ("&#128514;") were read as what they
  stand for; it is .733. When it was trained, both were read as they are written.
- All figures are from a processor with VNNI; on others, answers differ by what docs/models.md says of processors.
- It stays below what was aimed at: on replies (.56 on subreddit_agreement, .48 on spinos), on hate under Fox News
  articles (.72) and on the three labels of the corpus (.70). docs/experiments.md tells what was tried.
- English only; a word that its vocabulary lacks is read letter by letter.
- Of a long comment it reads the beginning and the end for its stance, and the end once more: 128 word pieces at once,
  target and parent included.
- It does not read addresses of pages, so an insult that is written as one is missed.
- It learned abuse from the quarrels of 2015 to 2022 and from threads written for stancekit.
- Its probabilities are calibrated on held-out rows of what it was trained on; elsewhere they are off by as much as
  the calibration errors on the sets it never saw show.
- The test threads of seeds/corpus come from the same writers as those that it was trained on.
""",
)
SMALL = replace(
    ENCODER,
    purpose="""
Stance on topics it was never trained on, and abuse that is more than rude words, where `encoder` is too slow or too
large: a quarter of its size, three to four times its speed, and clearly less of its judgement, as the tables show.
**Not** for decisions about people without a person who looks.
""",
    limits="""
- It learned from the encoder's answers and shares its mistakes; of fine reasons for and against a claim it understands
  less, and more often holds a side taken where none is.
- For abuse it reads all groups of people that a comment names as one, as the encoder does; still a swapped term turns
  one or two answers in a hundred, as groups that the list lacks are read as they are, and it flags up to one in seventy
  plain sentences about people, where the encoder flags none.
- It stays below what was aimed at: .43 on spinos, .70 on hate under Fox News articles and .62 on the three labels of
  the corpus. The encoder, its teacher, is only a few points better there, and six narrow layers hold less of it. More
  pairs moved neighbouring points from one set to another.
- Among 20,000 kind characters it misses more than a third of the abusive comments, for the encoder's reason: of many
  windows the worst is compared with a threshold that spares 99 in 100 comments, at a discount so that kind ones are
  spared. The audit draws sixty: in eight such draws, before it undid as many disguises, it found .59 on average, with a
  spread of .05 (`models/claims.py`).
- Recall in its audit was .654 while entities in tweets ("&#128514;") were read as they are written, as they were when
  it was trained; read as what they stand for, it is .636.
- Of a comment of 400 to 800 characters it reads the middle only in windows as long as half of it, so one short insult
  among kind words is found in three of four (docs/experiments.md).
- All figures are from a processor with VNNI; on others, answers differ by what docs/models.md says of processors.
- English only; a word that its vocabulary lacks is read letter by letter.
- Of a long comment it reads the beginning and the end for its stance, and the end once more: 128 word pieces at once,
  target and parent included.
- It does not read addresses of pages, so an insult that is written as one is missed.
- It learned abuse from the quarrels of 2015 to 2022 and from threads written for stancekit.
- Its probabilities are calibrated on held-out rows of what it was trained on; elsewhere they are off by as much as
  the calibration errors on the sets it never saw show.
- The test threads of seeds/corpus come from the same writers as those that it was trained on.
""",
)

FAST = Prose(
    recipe="fast",
    purpose="""
Bulk labelling and triage on a CPU: abusive language that words give away, and stance on topics that one has labels for
(`stancekit train`). **Not** for stance on topics it was not trained on, where it is little better than chance, as the
table shows; and not for decisions about people without a person who looks.
""",
    training="""
Neutral rows are texts under a target that they were not written about, and the neutral comments of the seeds. The
negatives of toxic_spans, edos_sexism and misogyny_reddit are not civil for sure and are left out; davidson, sampled by
keywords, counts a quarter. Seven rows in ten stand there twice, the second time disguised (`models/disguise.py`).
""",
    limits="""
- English only. Sarcasm, quotation, reclaimed words and veiled threats are beyond words and their pieces.
- It learned from the quarrels of 2015 to 2022: new words of abuse are unknown to it.
- Its abuse probabilities are calibrated on the mixture above; where abuse is rarer or of another kind they are too
  high, as the calibration errors on the sets it never saw show.
- It reads a comment alone: a reply that only its parent makes cruel is civil to it.
- It does not read addresses of pages, so an insult that is written as one is missed.
- Recall in its audit was .582 while entities in tweets ("&#128514;") counted as words, as they did when it was trained;
  read as what they stand for, it is .578.
- Misspellings are undone where the word that was meant is common and near. Who stretches every word, or hits a key
  beside the right one, is missed in two of five cases, as the audit's table shows.
- Of civil twins it gets four in five right, of abusive ones three in five (.85 and .70 were aimed at): banter,
  dehumanising words, wishes and threats without a rude word are beyond words alone. What `small` taught it spared
  more of the civil twins, and let abuse hide more easily behind kind words (docs/experiments.md).
- No word for a group of people says more for abuse than the middle one of them (`Ngrams.impartial_weights`). Until
  then a swapped term turned six answers in a hundred, now two in a thousand, and 77 % of the civil twins were right. It
  costs where hatred is told by whom it names: of the abusive twins 64 % were right, and the AUC on foxnews was .637.
  The same holds of public figures and political camps: "Trump again." had .96 for abuse, now .12. There it costs what
  raters held for toxic under the news: the AUC on c3_toxicity was .660.
- Comments of more than 400 characters are read part by part as well, so that kind words around an insult hide little.
  Of 20,000 kind characters, longer than most sites take, the audit tells how much they hide and how often they are
  flagged themselves. Some dozens of kind words behind a short insult hide every second one.
- Of the tenth of civil comments that it flags most, by length, it flags 2.2 % (1.5 % was aimed at), and of 20,000 kind
  characters two in five: of many windows the worst counts, and windows that spared more of these hid more insults and
  cost accuracy on threads. They hide one abusive comment in five (15 % was aimed at): in eight draws of sixty it found
  .80 on average, with a spread of .04 (`models/claims.py`).
""",
)
