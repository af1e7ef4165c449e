"""What a person sees: text that cannot drive a terminal, and tables of predictions, measurements and reasons."""

from __future__ import annotations

import os
import sys
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text

    from stancekit.audit import Audit
    from stancekit.bulk import Summary
    from stancekit.evaluation import Evaluation
    from stancekit.model import Model
    from stancekit.predictions import Explanation, Prediction
    from stancekit.reading import Account
    from stancekit.threads import Thread

__all__ = [
    "busy",
    "console_on",
    "job",
    "job_summary",
    "print_audit",
    "print_evaluation",
    "print_explanation",
    "print_flagging",
    "print_models",
    "print_reading",
    "print_thread",
    "summary",
    "visible",
]

# Controls, invisible characters and those that turn the writing direction, half characters, line and paragraph ends.
_SHOWN = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})

# Blank letters, and what only says how the character before it is drawn; but U+FE0F, which colours an emoji, may stay.
_UNSEEN = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0") | {
    chr(code)
    for begins, ends in ((0x180B, 0x1810), (0xFE00, 0xFE0F), (0xE0100, 0xE01F0))
    for code in range(begins, ends)
}

_STYLES = {"supportive": "green", "skeptical": "yellow", "abusive": "bold red"}
_OTHER_STYLES = ("cyan", "magenta", "blue", "green", "yellow", "red")
_MIN_AUTHOR, _MAX_AUTHOR, _MAX_INDENT, _MIN_WORDS, _BAR = 6, 18, 8, 14, 24


def visible(text: str) -> str:
    r"""The text on one line, with every character that could act on a terminal or hide shown as an escape.

    Parameters
    ----------
    text : str
        Any text, lone surrogates included.

    Returns
    -------
    str
        A line feed or tab is a blank. Control, format (bidi, zero-width) and surrogate characters are escapes.

    Examples
    --------
    >>> print(visible("Nice bridge.\nPity about the \x1b[31mriver\u202e."))
    Nice bridge. Pity about the \x1b[31mriver\u202e.
    """
    if text.isascii() and text.isprintable():
        return text
    return "".join(map(_visible_character, text))


def _visible_character(character: str) -> str:
    if character in "\n\t":
        return " "
    if unicodedata.category(character) in _SHOWN or character in _UNSEEN:
        return character.encode("unicode_escape").decode("ascii")
    return character


def console_on(file: TextIO) -> Console:
    """A console that prints text as it is: no markup, no emoji codes, no guessed highlights.

    Colours follow the terminal, ``NO_COLOR``, ``FORCE_COLOR`` and ``TERM``.
    """
    from rich.console import Console

    class Plain(Console):
        def on_broken_pipe(self) -> None:
            raise  # what rich has just caught; it would leave with code 1

    # rich alone would keep bold and dim under NO_COLOR.
    plain = bool(os.environ.get("NO_COLOR"))
    console = Plain(
        file=file, markup=False, emoji=False, highlight=False, soft_wrap=True, color_system=None if plain else "auto"
    )
    if console.width < 1:  # COLUMNS=0
        console.width = 80
    return console


@contextmanager
def busy(stages: Sequence[str]) -> Iterator[Callable[[str, float], None]]:
    """Show on standard error how far something that takes long has come, where that is a terminal.

    Parameters
    ----------
    stages : sequence of str
        What will be done, in order.

    Yields
    ------
    callable
        To be called with a stage's name and the share of it that is done, in [0, 1].
    """
    console = console_on(sys.stderr)
    if not (console.is_terminal and sys.stderr.isatty()):
        yield lambda stage, share: None
        return
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, transient=True) as progress:
        tasks = {stage: progress.add_task(stage, total=1.0, visible=stage == stages[0]) for stage in stages}
        yield lambda stage, share: progress.update(tasks[stage], completed=share, visible=True)


@contextmanager
def job(files: Sequence[str]) -> Iterator[Callable[[int, int], None]]:
    """Show on standard error how many rows of these files are done, how fast, and how long the rest takes.

    Parameters
    ----------
    files : sequence of str
        What is read; without any, or where standard error is no terminal, nothing is shown.

    Yields
    ------
    callable
        To be called with the bytes and the rows that are done.
    """
    console = console_on(sys.stderr) if files else None
    if console is None or not (console.is_terminal and sys.stderr.isatty()):
        yield lambda done, rows: None
        return
    from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

    sizes = [Path(file).stat().st_size if Path(file).is_file() else None for file in files]
    total = None if None in sizes else sum(filter(None, sizes))
    text = TextColumn("{task.fields[rows]:,} rows  {task.fields[speed]:,.0f} rows/s")
    with Progress(BarColumn(), text, TimeRemainingColumn(), console=console, transient=True) as progress:
        task = progress.add_task("", total=total, rows=0, speed=0)
        rows_before: int | None = None

        def show(done: int, rows: int) -> None:
            nonlocal rows_before
            rows_before = rows if rows_before is None else rows_before
            speed = (rows - rows_before) / (progress.tasks[0].elapsed or 1)
            progress.update(task, completed=done, rows=rows, speed=speed)

        yield show


def job_summary(summary: Summary) -> str:
    """How many rows were read, labelled and set aside, and how many files were refused.

    Examples
    --------
    >>> from stancekit.bulk import Summary
    >>> job_summary(Summary(rows=1000, rejected=2, comments=998, rejected_path="out.rejected.jsonl"))
    '1,000 rows: 998 labelled, 2 rejected, see out.rejected.jsonl'
    >>> job_summary(Summary(rows=0, rejected=0, comments=41))  # files whose threads were read whole
    '41 comments labelled'
    >>> job_summary(Summary(rows=9, rejected=0, comments=9, resumed_at=5))
    '9 rows: 9 labelled, 0 rejected; an earlier run had labelled 5 of them'
    >>> job_summary(Summary(rows=0, rejected=0, comments=0))  # a folder's job that was complete
    'nothing was left to label'
    >>> job_summary(Summary(rows=0, rejected=0, comments=0, files=1))
    'no comment was found; --explain-input shows how a file was read'
    >>> job_summary(Summary(rows=0, rejected=0, comments=4, rejected_path="out/b.rejected.jsonl", files=2, refused=1))
    '2 files: 4 comments labelled; 1 file refused, see out/b.rejected.jsonl'
    >>> job_summary(Summary(rows=0, rejected=0, comments=41, files=1, left_out=True))
    '41 comments labelled; some of it was left out: see --explain-input'
    """
    if not (summary.rows or summary.comments or summary.refused):
        nothing_read = "no comment was found; --explain-input shows how a file was read"
        return nothing_read if summary.files else "nothing was left to label"
    n_labelled = summary.rows - summary.rejected
    where = f", see {summary.rejected_path}" if summary.rejected_path else ""
    rows = f"{_counted(summary.rows, 'row')}: {n_labelled:,} labelled, {summary.rejected:,} rejected"
    rows += "" if summary.refused else where
    comments = f"{_counted(summary.comments, 'comment')} labelled"
    comments += " in all" if summary.rows else ""
    earlier = f"an earlier run had labelled {summary.resumed_at:,} of them"
    parts = [rows] if summary.rows else []
    if not summary.rows or summary.comments != n_labelled:
        parts.append(comments)
    if summary.resumed_at:
        parts.append(earlier)
    if summary.refused:
        parts[0] = f"{_counted(summary.files, 'file')}: {parts[0]}"
        parts.append(f"{_counted(summary.refused, 'file')} refused{where}")
    if summary.left_out:
        parts.append("some of it was left out: see --explain-input")
    return "; ".join(parts)


def _counted(count: int, what: str) -> str:
    return f"{count:,} {what}{'' if count == 1 else 's'}"


def print_thread(
    thread: Thread,
    predictions: Sequence[Prediction],
    console: Console,
    file: str | None = None,
    target: str | None = None,
    *,
    explain: bool = False,
) -> None:
    """Print the comments of one thread, a line each: label, confidence, author, first of its own words.

    Above them are the thread's title and, if they are given, the file it is from and the target that was asked about.
    """
    from rich.text import Text

    if not predictions:
        return
    title = " ".join(filter(None, (thread.title, f"(on {target})" if target else None)))
    if heading := ": ".join(filter(None, (file, title))):
        console.print(_cut(_cell(heading), console.width), style="bold")
    labels = list(predictions[0].probabilities)
    label_width = max(_cell(label).cell_len for label in ("unclear", *labels))
    author_width = min(_MAX_AUTHOR, max(_cell(one.comment.author or "").cell_len for one in predictions))
    left = label_width + 2 + 4 + 2 + 2
    author_width = min(author_width, max(_MIN_AUTHOR, console.width - left - _MIN_WORDS))
    left += author_width
    width = max(_MIN_WORDS, console.width - left)
    for one in predictions:
        depth, words = thread.depth(one.comment), thread.own_words(one.comment).strip()
        indent = "  " * (min(depth, _MAX_INDENT) - 1) + "↳ " if depth else ""
        console.print(
            Text("  ").join(
                [
                    _cell(one.label or "unclear", label_width, _style(one.label, labels)),
                    Text(f"{one.confidence:4.0%}", "dim" if one.unclear else ""),
                    _cell(one.comment.author or "", author_width, "dim"),
                    _cut(Text.assemble((indent, "dim"), visible(words[: 4 * width])), width),
                ]
            )
        )
        if explain and one.evidence:
            loudest = ", ".join(dict.fromkeys(word.text for word in one.evidence[:3]))
            because = _cut(Text(f"{' ' * len(indent)}because of: {visible(loudest)}", "dim"), width)
            console.print(Text(" " * left) + because)


def summary(labels: Iterable[str | None]) -> str:
    """How many comments got which label.

    Examples
    --------
    >>> summary(["skeptical", None, "supportive", "skeptical"])
    '4 comments: 2 skeptical, 1 supportive, 1 unclear'
    """
    counts = Counter(labels)
    unclear = counts.pop(None, 0)
    named = [f"{count} {label}" for label, count in sorted(counts.items(), key=lambda item: (-item[1], item[0] or ""))]
    total = counts.total() + unclear
    parts = [*named, *([f"{unclear} unclear"] if unclear else [])]
    return f"{_counted(total, 'comment')}{': ' if parts else ''}{visible(', '.join(parts))}"


def print_reading(account: Account, console: Console) -> None:
    """Print how a file was read and why: its format, the reasons, and what each stretch of lines became."""
    reading, parts = account.reading, account.reading.parts
    console.print(_cell(reading.name), style="bold")
    _print_field("format", f"{reading.format}, {reading.encoding}", console)
    for reason in reading.reasons:
        _print_field("why", reason, console)
    if account.threads:
        _print_field("found", _contents(account.threads), console)
    lines = [f"{part.first}" if part.first == part.last else f"{part.first}-{part.last}" for part in parts]
    width = max(map(len, lines), default=0)
    role_width = max((len(visible(part.role)) for part in parts), default=0)
    for line, part in zip(lines, parts, strict=True):
        _print_field("lines", f"{line:>{width}}  {visible(part.role):{role_width}}  {part.why}", console)


def print_evaluation(evaluation: Evaluation, console: Console, shipped: Evaluation | None = None) -> None:
    """Print precision, recall, F1 and support of each label, and the whole beside the baselines."""
    width = max(len("macro-F1"), *(len(visible(report.label)) for report in evaluation.classes))
    console.print(f"{'label':{width}}  precision  recall     F1  support", style="dim")
    for report in evaluation.classes:
        numbers = f"{report.precision:9.3f}  {report.recall:6.3f}  {report.f1:5.3f}  {report.support:7,}"
        console.print(f"{visible(report.label):{width}}  {numbers}")
    _print_confusion(evaluation, width, console)
    beside = f"  always '{visible(evaluation.majority)}'"
    console.print(f"{'':{width}}      model{'  as shipped' if shipped else ''}{beside}", style="dim")
    for name, ours, theirs, majority in (
        ("accuracy", evaluation.accuracy, shipped and shipped.accuracy, evaluation.majority_accuracy),
        ("macro-F1", evaluation.macro_f1, shipped and shipped.macro_f1, evaluation.majority_macro_f1),
    ):
        console.print(f"{name:{width}}  {ours:9.3f}{'' if theirs is None else f'  {theirs:10.3f}'}  {majority:6.3f}")
    console.print()
    asked = "" if evaluation.question == "labels" else f", answered by the {evaluation.question} head alone"
    console.print(f"{evaluation.n_samples:,} comments{asked}; {evaluation.n_abstained:,} called unclear")
    if evaluation.roc_auc is not None:
        console.print(f"abusive against the rest: ROC AUC {evaluation.roc_auc:.3f}")
    for one in evaluation.calibration:
        console.print(f"calibration error (ECE) of {visible(one.head)}: {one.ece:.3f} on {one.n_samples:,} comments")
    console.print()
    console.print("confidence  answered  right", style="dim")
    for point in evaluation.coverage:
        right = "    -" if point.accuracy is None else f"{point.accuracy:5.0%}"
        console.print(f"from {point.threshold:.2f}   {point.coverage:8.0%}  {right}")


def print_flagging(evaluation: Evaluation, console: Console) -> None:
    """Print what flagging comments from several P(abusive) on would find; nothing if no row tells it."""
    if not evaluation.flagging:
        return
    console.print("\nflagging comments from P(abusive) on:")
    console.print("P(abusive)  flagged  precision  recall  civil flagged", style="dim")
    for one in evaluation.flagging:
        precision = "-" if one.precision is None else f"{one.precision:.3f}"
        wronged = "-" if one.false_positives is None else f"{one.false_positives:.1%}"
        console.print(
            f"from {one.threshold:.2f}   {one.flagged:7.1%}  {precision:>9}  {one.recall:6.3f}  {wronged:>13}"
        )


def _print_confusion(evaluation: Evaluation, width: int, console: Console) -> None:
    """Print what the rows of each label were called."""
    columns = [f"{visible(label):>5}" for label in evaluation.classes[0].called]
    console.print("\n" + "  ".join([f"{'called':{width}}", *columns]), style="dim")
    for report in evaluation.classes:
        counts = (f"{n:{len(column)},}" for column, n in zip(columns, report.called.values(), strict=True))
        console.print("  ".join([f"{visible(report.label):{width}}", *counts]))
    console.print()


def print_audit(audit: Audit, console: Console) -> None:
    """Print what was kept of the recall attack by attack, who was wronged, and which behaviours held."""
    console.print(
        f"at a probability of {audit.threshold:.3f}, which flags {audit.false_positives:.1%} of the civil comments, it "
        f"finds {audit.recall:.0%} of the abusive ones"
    )
    console.print(f"\n{'recall kept under':24}  one word  three   all  95 % interval  innocents flagged", style="dim")
    for one in audit.evasion:
        weak, middle, strong = one.kept
        low, high = one.intervals[-1]
        interval = f"{low:.0%} to {high:.0%}"
        console.print(
            f"{one.attack:24}  {weak:8.0%}  {middle:5.0%}  {strong:4.0%}  {interval:>13}  {one.false_positives:17.1%}"
        )
    padding, kind = audit.padding.kept, audit.padding.false_positives
    console.print(f"among 20,000 kind characters {padding:.0%}; the kind text alone is flagged {kind:.0%} of the time")
    console.print(f"\n{'civil mentions of':24}  flagged  hatred found", style="dim")
    for group in audit.identity:
        console.print(f"{group.group:24}  {group.flagged:7.1%}  {group.found:12.0%}")
    console.print(f"\n{'behaviour, right answers':34}  abusive  civil", style="dim")
    for test in audit.behaviour:
        console.print(f"{test.test:34}  {test.abusive:7.0%}  {test.civil:5.0%}")
    console.print("\ncivil comments  innocents flagged", style="dim")
    for length in audit.lengths:
        console.print(f"up to {length.up_to:8,}  {length.false_positives:17.1%}")
    errors = (audit.calibration_error, audit.calibration_error_attacked)
    console.print("\ncalibration error {:.3f} as written, {:.3f} disguised".format(*errors))
    for name, score in audit.scores.items():
        console.print(f"{name:24}  {score:.3f}")


def print_explanation(explanation: Explanation, prediction: Prediction, console: Console) -> None:
    """Print how likely each label is, and each word's weight; the weights and the bias add up to the score."""
    from rich.text import Text

    likely = sorted(prediction.probabilities.items(), key=lambda one: -one[1])
    console.print(_cell(", ".join(f"{label} {probability:.1%}" for label, probability in likely)))
    console.print(_cell(f"{explanation.label}: score {explanation.score:+.3f}"), style="bold")
    loudest = max((abs(word.weight) for word in explanation.evidence), default=0.0) or 1.0
    for word in explanation.evidence:
        length = round(_BAR * abs(word.weight) / loudest)
        sign, style = ("█", "green") if word.weight > 0 else ("░", "red")
        bar = _cell(sign * length, _BAR, style)
        console.print(Text("  ").join([Text(f"{word.weight:+8.3f}"), bar, Text(visible(word.text))]))
    console.print(f"{explanation.bias:+8.3f}  what no single word is responsible for", style="dim")
    console.print(f"{explanation.score:+8.3f}  sum", style="dim")


def print_models(models: Iterable[tuple[Model, int]], default: str, console: Console) -> None:
    """Print the models with their size in bytes and their headline figures."""
    for model, size in models:
        mark = " (default)" if model.name == default else ""
        labels = f"labels: {visible(', '.join(model.labels))}"
        console.print(f"{visible(model.name)}{mark}  {size / 1e6:.1f} MB  {_speed(model)}{labels}")
        headline: Mapping[str, float] = model.card.get("headline", {})
        for name, figure in headline.items():
            console.print(f"  {figure:.3f}  {visible(name)}")
    console.print("abuse: ROC-AUC, where chance is .5; stance: macro-F1; see docs/models.md", style="dim")


def _speed(model: Model) -> str:
    match model.card.get("speed"):
        case {"comments_per_second": int(speed), "cores": int(cores)}:
            return f"{speed:,} comments/s on {'one core' if cores == 1 else f'{cores} cores'}  "
    return ""


def _cell(text: str, width: int | None = None, style: str = "") -> Text:
    """One line of text, cut and filled to a width where one is given."""
    from rich.text import Text

    cell = Text(visible(text), style)
    return cell if width is None else _cut(cell, width, pad=True)


def _cut(text: Text, width: int, *, pad: bool = False) -> Text:
    text.truncate(width, overflow="ellipsis", pad=pad)
    return text


def _style(label: str | None, labels: Sequence[str]) -> str:
    if label is None:
        return "dim"
    return _STYLES.get(label) or _OTHER_STYLES[labels.index(label) % len(_OTHER_STYLES)]


def _print_field(name: str, value: str, console: Console) -> None:
    console.print(f"{name:8}{visible(value)}")


def _contents(threads: Sequence[Thread]) -> str:
    first = threads[0]
    n_comments = sum(map(len, threads))
    besides = Counter(one.name for thread in threads for one in thread.remainder)
    found = [
        f"{len(threads)} threads" if len(threads) > 1 else f"title {first.title!r}" if first.title else "no title",
        *([f"an article of {len(first.article):,} characters"] if first.article and len(threads) == 1 else []),
        _counted(n_comments, "comment"),
    ]
    others = ", ".join(f"{count:,} {visible(name)}" for name, count in besides.items())
    return ", ".join(found) + (f"; besides: {others}" if others else "")
