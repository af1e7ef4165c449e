"""The command line: each command parses, asks the library one thing, and prints.

Only typer and the standard library are imported here, so that ``--help`` answers at once.
"""

from __future__ import annotations

import json
import os
import sys
from io import StringIO, TextIOWrapper
from typing import Annotated, Any, Literal

import typer

from stancekit import __version__
from stancekit.cli.checks import check_job, floors_of, not_empty, writable, writable_file, writable_or_folder
from stancekit.cli.display import visible
from stancekit.cli.failures import Commands, refuse

__all__ = ["app", "main"]

_NOT_ALL_READ = 3
_PROBLEMS = 10  # of a file, that are shown

Base = Literal["fast", "small", "encoder"]
Format = Literal["table", "jsonl", "csv"]
Input = Literal["article", "lines", "paragraphs", "csv", "tsv", "jsonl", "json", "xml"]


def _print_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"stancekit {__version__}")
        raise typer.Exit


ModelName = Annotated[
    str | None,
    typer.Option(
        "--model", metavar="NAME|PATH", help="A model that ships with stancekit, or a file (default: encoder)."
    ),
]
LabelFiles = Annotated[list[str], typer.Argument(metavar="LABELS.csv", help="Files of labelled rows.")]
ExtraColumns = Annotated[
    Literal["refuse", "ignore"],
    typer.Option(metavar="refuse|ignore", help="What to do with a column that stancekit does not know."),
]
ReportFormat = Annotated[
    Literal["table", "json"], typer.Option("--format", metavar="table|json", help="Output format.")
]

app = typer.Typer(
    cls=Commands,
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


@app.callback()
def stancekit(
    version: Annotated[
        bool, typer.Option("--version", is_eager=True, callback=_print_version, help="Print the version and exit.")
    ] = False,
) -> None:
    """Label each comment of a thread supportive, skeptical or abusive."""


@app.command()
def predict(
    context: typer.Context,
    files: Annotated[
        list[str] | None, typer.Argument(metavar="FILE", help="Threads to read; - is standard input.")
    ] = None,
    model: ModelName = None,
    target: Annotated[
        str | None,
        typer.Option(
            metavar="TEXT",
            callback=not_empty,
            help="What the stances are about (default: the target or title in the file).",
        ),
    ] = None,
    toward: Annotated[
        Literal["article", "parent"],
        typer.Option(
            metavar="article|parent",
            help="Judge a reply's stance toward the article, or toward the comment that it answers.",
        ),
    ] = "article",
    input_: Annotated[
        Input | None,
        typer.Option(
            "--input",
            metavar="FORMAT",
            help="article, lines, paragraphs, csv, tsv, jsonl, json or xml (default: recognised from the content).",
        ),
    ] = None,
    format_: Annotated[
        Format | None,
        typer.Option(
            "--format",
            metavar="table|jsonl|csv",
            help="Output format (default: from the name of --output; without it, table on a terminal, else jsonl).",
        ),
    ] = None,
    output: Annotated[
        str | None,
        typer.Option(
            metavar="FILE",
            callback=writable_or_folder,
            help="Write to this file once all rows are done; .gz compresses it; FOLDER/ gets one file per input.",
        ),
    ] = None,
    resume: Annotated[
        bool, typer.Option("--resume", help="Continue an earlier run of the same command that was stopped.")
    ] = False,
    no_abstain: Annotated[
        bool, typer.Option("--no-abstain", help="Always give the likeliest label, never unclear.")
    ] = False,
    explain: Annotated[bool, typer.Option("--explain", help="Show which words supported the likeliest label.")] = False,
    explain_input: Annotated[
        bool, typer.Option("--explain-input", help="Show how each file is read and why; predict nothing.")
    ] = False,
    orphans: Annotated[
        Literal["error", "promote"],
        typer.Option(
            metavar="error|promote",
            help="If a reply answers a missing comment: refuse the file, or keep the reply at the top level.",
        ),
    ] = "error",
    alone: Annotated[
        bool,
        typer.Option(
            "--alone", help="Label each row or comment of a table, JSON or XML on its own, even if it is a reply."
        ),
    ] = False,
    workers: Annotated[
        int, typer.Option(metavar="N", min=1, help="Number of processes; the output is the same for any number.")
    ] = 1,
    scheduler: Annotated[
        str | None,
        typer.Option(metavar="URL", help="Run the job on the workers of this Dask scheduler, such as tcp://host:8786."),
    ] = None,
) -> None:
    """Label the comments of threads.

    A file may hold an article saved as text with its comments, plain text with one comment per line or paragraph, CSV,
    TSV, JSON, or a site's export. The format is recognised from the content.
    """
    if not files and sys.stdin.isatty():
        typer.echo(context.get_help(), err=True)
        raise typer.Exit(2)
    files = files or ["-"]
    if "" in files:
        raise typer.BadParameter("a file's name is empty")
    if explain_input:
        if output is not None or format_ is not None or resume or workers > 1 or scheduler is not None:
            raise typer.BadParameter(
                "--explain-input predicts nothing; leave out --output, --format, --resume, --workers and --scheduler"
            )
        _explain_input(files, input_, "promote" if alone else orphans)
        return
    form = format_ or ("table" if output is None and sys.stdout.isatty() else None)
    check_job(form, output, toward, alone=alone, resume=resume, workers=workers, scheduler=scheduler)
    from stancekit.bulk import Request
    from stancekit.reading.decode import expanded

    files = expanded(files)
    request = Request(model, target, toward, input_, orphans, not no_abstain, explain, alone)
    if form == "table":
        _print_table(files, request, output)
    else:
        _write_rows(files, request, output, resume=resume, form=form, workers=workers, scheduler=scheduler)


def _write_rows(files: list[str], request: Any, output: str | None, *, resume: bool, **how: Any) -> None:
    from stancekit import bulk
    from stancekit.cli import display

    show = visible if output is None and sys.stdout.isatty() else str
    try:
        with display.job(files if output is not None else []) as progress:
            done = bulk.label_files(files, output, request, resume=resume, show=show, progress=progress, **how)
    except KeyboardInterrupt:
        if output is not None:
            kept = "nothing was kept, because --resume was not given"
            if output.endswith("/"):
                kept = "the finished files are kept, go on with --resume"
            typer.echo(f"interrupted; {'run the same command to continue' if resume else kept}", err=True)
        raise
    if output is not None or done.left_out or not done.comments:
        typer.echo(visible(display.job_summary(done)), err=True)
    if done.rejected or done.refused:
        raise typer.Exit(_NOT_ALL_READ)


def _print_table(files: list[str], request: Any, output: str | None) -> None:
    from stancekit.bulk.rows import Whole, label_threads
    from stancekit.cli import display
    from stancekit.files import refuse_overwriting, write_text
    from stancekit.loading import load_model

    refuse_overwriting(files, output)
    file = sys.stdout if output is None else StringIO()
    console = display.console_on(file)
    model = load_model(request.model)
    labels: list[str | None] = []
    any_target, left_out = False, dict[str, None]()
    for name in files:
        for thread, predictions in label_threads(model, Whole(name), request):
            of_file = name if len(files) > 1 else None
            display.print_thread(thread, predictions, console, of_file, request.target, explain=request.explain)
            labels += [one.label for one in predictions]
            left_out |= dict.fromkeys(thread.reading.left_out if thread.reading else ())
            any_target = any_target or any(one.target for one in predictions)
    if isinstance(file, StringIO) and output is not None:
        write_text(output, file.getvalue())
    typer.echo(display.summary(labels), err=True)
    if left_out:
        typer.echo(visible(f"left out: {', '.join(left_out)}"), err=True)
    if not labels:
        typer.echo("--explain-input shows how a file was read", err=True)
    elif not any_target:
        typer.echo(
            "no title was found: --target sets what the stances are about, --explain-input shows how a file was read",
            err=True,
        )


def _explain_input(files: list[str], form: str | None, orphans: Literal["error", "promote"]) -> None:
    from stancekit.cli import display
    from stancekit.errors import ReadError
    from stancekit.reading import account_of
    from stancekit.reading.decode import expanded

    console, refused = display.console_on(sys.stdout), list[str]()
    for file in expanded(files):
        try:
            account = account_of(file, input=form, orphans=orphans)
        except ReadError as error:  # it is no text
            refused.append(str(error))
            continue
        display.print_reading(account, console)
        more = len(account.problems) - _PROBLEMS
        refused += [*map(str, account.problems[:_PROBLEMS]), *([f"... and {more:,} more"] if more > 0 else [])]
    if refused:
        refuse(*refused)


@app.command()
def train(
    labels: LabelFiles,
    output: Annotated[
        str,
        typer.Option(metavar="FILE", callback=writable_file, help="Where to save the model, usually as NAME.stance."),
    ],
    base: Annotated[
        Base,
        typer.Option(
            metavar="fast|small|encoder",
            help="What to build on: fast learns words from scratch; the others need far fewer labels and more time.",
        ),
    ] = "fast",
    memory: Annotated[
        str | None,
        typer.Option(
            metavar="FOLDER",
            help="Cache an encoder's features in this folder, so that a second run on the same rows is quick.",
        ),
    ] = None,
    seed: Annotated[
        int,
        typer.Option(metavar="N", min=0, max=2**32 - 1, help="Random seed; the same seed and rows give the same file."),
    ] = 0,
    extra_columns: ExtraColumns = "refuse",
) -> None:
    """Train a model on your own labels, measure it and save it.

    Each table needs the columns text and label; target, parent, thread and id are optional. The labels are supportive,
    skeptical, abusive and neutral, or abusive and civil, or any other set. Some rows are held out to measure the model.
    """
    from stancekit.cli import display
    from stancekit.files import refuse_overwriting
    from stancekit.training import STAGES, train

    if memory is not None and base == "fast":
        raise typer.BadParameter("--memory caches an encoder's features, so it needs --base small or encoder")
    refuse_overwriting(labels, output)
    with display.busy(STAGES) as stage:
        result = train(labels, base=base, seed=seed, memory=memory, extra_columns=extra_columns, progress=stage)
    result.save(output)  # before anything is printed, which may go where nobody reads on
    display.print_evaluation(result.evaluation, display.console_on(sys.stdout), result.shipped)
    for note in result.notes:
        typer.echo(visible(note), err=True)
    typer.echo(f"saved {visible(output)}", err=True)


@app.command()
def evaluate(
    labels: LabelFiles,
    model: ModelName = None,
    format_: ReportFormat = "table",
    extra_columns: ExtraColumns = "refuse",
) -> None:
    """Measure a model on labelled rows, next to a simple baseline.

    The baseline always gives the most frequent label.
    """
    from stancekit.cli import display
    from stancekit.evaluation import evaluate
    from stancekit.loading import load_model

    with display.busy(["measuring"]):
        evaluation = evaluate(load_model(model), labels, extra_columns=extra_columns)
    for note in evaluation.notes:
        typer.echo(visible(note), err=True)
    if format_ == "json":
        typer.echo(json.dumps(evaluation.to_dict(), ensure_ascii=False, indent=2))
    else:
        console = display.console_on(sys.stdout)
        display.print_evaluation(evaluation, console)
        display.print_flagging(evaluation, console)


@app.command()
def audit(
    labels: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="LABELS.csv", help="Files of labelled rows to disguise (default: the seed corpus's test threads)."
        ),
    ] = None,
    model: ModelName = None,
    format_: ReportFormat = "table",
    output: Annotated[
        str | None,
        typer.Option(metavar="FILE", callback=writable, help="Also write the whole report to this file as JSON."),
    ] = None,
    fail_under: Annotated[
        list[str] | None,
        typer.Option(
            metavar="SCORE=VALUE", help="Exit with code 1 if this score is below VALUE; may be given several times."
        ),
    ] = None,
    extra_columns: ExtraColumns = "refuse",
) -> None:
    """Measure how easily a model is fooled, and whom it wrongs.

    Disguises abusive comments in 30 ways, names 61 kinds of people in civil and in hateful sentences, and
    runs 32 tests of behaviour. Scores are from 0 to 1; higher is better.
    """
    from stancekit.audit import audit
    from stancekit.cli import display
    from stancekit.files import refuse_overwriting, write_text
    from stancekit.loading import load_model

    floors = floors_of(fail_under or [])
    if output is not None:
        refuse_overwriting(labels or [], output)
    with display.busy(["auditing"]) as stage:
        found = audit(
            load_model(model),
            labels,
            extra_columns=extra_columns,
            progress=lambda what, share: stage("auditing", share),
        )
    for note in found.notes:
        typer.echo(visible(note), err=True)
    text = json.dumps(found.to_dict(), ensure_ascii=False, indent=2)
    if output is not None:
        write_text(output, f"{text}\n")
    if format_ == "json":
        typer.echo(text)
    else:
        display.print_audit(found, display.console_on(sys.stdout))
    low = [
        f"{name} is {found.scores[name]:.3f}, below {floor}"
        for name, floor in floors.items()
        if found.scores[name] < floor
    ]
    if low:
        refuse(*low)


@app.command()
def explain(
    comment: Annotated[str, typer.Argument(metavar="COMMENT", help="The text of the comment.")],
    target: Annotated[
        str | None, typer.Option(metavar="TEXT", callback=not_empty, help="What the stance is about.")
    ] = None,
    parent: Annotated[str | None, typer.Option(metavar="TEXT", help="The comment that this one answers.")] = None,
    model: ModelName = None,
    label: Annotated[
        str | None, typer.Option(metavar="NAME", help="The label to explain (default: the likeliest).")
    ] = None,
) -> None:
    """Show how much each word of a comment changes a label's score."""
    from stancekit.cli import display
    from stancekit.loading import load_model
    from stancekit.text import says_nothing

    asked = load_model(model)
    explanation = asked.explain(comment, target, parent=parent, label=label)
    (prediction,) = asked.predict([comment], target, parents=[parent])
    display.print_explanation(explanation, prediction, display.console_on(sys.stdout))
    if label is None and prediction.unclear:
        likeliest = f"{visible(explanation.label)} is the likeliest label, but not likely enough"
        why = "the comment is gone, or has no words" if says_nothing(comment) else likeliest
        typer.echo(f"predict answers unclear: {why}", err=True)


@app.command()
def models() -> None:
    """List the models that ship with stancekit.

    For each model, this shows its size, speed, labels and main results.
    """
    from stancekit.cli import display
    from stancekit.loading import DEFAULT_MODEL, load_model, shipped_models

    shipped = ((load_model(path), path.stat().st_size) for path in shipped_models().values())
    display.print_models(shipped, DEFAULT_MODEL, display.console_on(sys.stdout))


def main() -> None:
    """Run the command line and leave with its exit code."""
    # None where the shell closed it, as ">&-" does; whatever is written to such an output fails, as elsewhere.
    sys.stdin, sys.stdout = (stream or open(os.devnull) for stream in (sys.stdin, sys.stdout))  # noqa: PTH123, SIM115
    sys.stderr = sys.stderr or open(os.devnull, "w")  # noqa: PTH123, SIM115
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):  # whatever the locale says
            stream.reconfigure(encoding="utf-8", errors="backslashreplace", newline="\n")
    app(prog_name="stancekit")
