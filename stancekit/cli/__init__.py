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
from stancekit.cli.checks import floors_of, not_empty, writable, writable_file, writable_or_folder
from stancekit.cli.display import visible
from stancekit.cli.failures import Commands, refuse

__all__ = ["app", "main"]

_ROWS_REJECTED = 3

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
LabelFiles = Annotated[list[str], typer.Argument(metavar="LABELS.csv", help="Labelled rows.")]
ExtraColumns = Annotated[
    Literal["refuse", "ignore"],
    typer.Option(metavar="refuse|ignore", help="What to do with a column that stancekit does not know."),
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
        bool, typer.Option("--version", is_eager=True, callback=_print_version, help="Print the version and leave.")
    ] = False,
) -> None:
    """Say of every comment in a thread whether it is supportive, skeptical or abusive."""


@app.command()
def predict(
    context: typer.Context,
    files: Annotated[list[str] | None, typer.Argument(metavar="FILE", help="Threads to read; - is a pipe.")] = None,
    model: ModelName = None,
    target: Annotated[
        str | None,
        typer.Option(
            metavar="TEXT",
            callback=not_empty,
            help="What a stance is about (default: the target or title that the file gives).",
        ),
    ] = None,
    toward: Annotated[
        Literal["article", "parent"],
        typer.Option(
            metavar="article|parent", help="Whether a reply's stance is about the article or what it answers."
        ),
    ] = "article",
    input_: Annotated[
        Input | None,
        typer.Option(
            "--input",
            metavar="FORMAT",
            help="article, lines, paragraphs, csv, tsv, jsonl, json or xml (default: by the content).",
        ),
    ] = None,
    format_: Annotated[
        Format | None,
        typer.Option(
            "--format",
            metavar="table|jsonl|csv",
            help="How to print (default: by the output's name, table on a terminal, else jsonl).",
        ),
    ] = None,
    output: Annotated[
        str | None,
        typer.Option(
            metavar="FILE",
            callback=writable_or_folder,
            help="Write here, all or nothing; a .gz name packs it; FOLDER/ takes a file for each input.",
        ),
    ] = None,
    resume: Annotated[
        bool, typer.Option("--resume", help="Go on where an earlier run of the same job was stopped.")
    ] = False,
    no_abstain: Annotated[
        bool, typer.Option("--no-abstain", help="Give the likeliest label, however unlikely.")
    ] = False,
    explain: Annotated[bool, typer.Option("--explain", help="Name the words that spoke for the label.")] = False,
    explain_input: Annotated[
        bool, typer.Option("--explain-input", help="Tell how each file is read and why; predict nothing.")
    ] = False,
    orphans: Annotated[
        Literal["error", "promote"],
        typer.Option(metavar="error|promote", help="Refuse a reply to a missing comment, or keep it at the top level."),
    ] = "error",
    alone: Annotated[
        bool, typer.Option("--alone", help="Take each row of a table or of JSON lines by itself, though it is a reply.")
    ] = False,
    workers: Annotated[
        int, typer.Option(metavar="N", min=1, help="How many processes share the work; the rows are the same.")
    ] = 1,
    scheduler: Annotated[
        str | None,
        typer.Option(metavar="URL", help="Have the workers of this Dask scheduler do it, such as tcp://host:8786."),
    ] = None,
) -> None:
    """Label the comments of threads.

    A thread is an article saved as text with its comments, plain text with a comment a line or a paragraph, CSV, TSV,
    JSON, or what a site exports. The format is recognised by the content.
    """
    if not files and sys.stdin.isatty():
        typer.echo(context.get_help(), err=True)
        raise typer.Exit(2)
    files = files or ["-"]
    if explain_input:
        if output is not None or format_ is not None or resume or workers > 1 or scheduler is not None:
            raise typer.BadParameter(
                "--explain-input predicts nothing, so it takes no option of what is written and by whom"
            )
        _explain_input(files, input_, "promote" if alone else orphans)
        return
    form = format_ or _format_for(output)
    if resume and (output is None or form == "table"):
        raise typer.BadParameter("--resume needs --output FILE, and jsonl or csv")
    if form == "table" and (workers > 1 or scheduler is not None):
        raise typer.BadParameter("--workers and --scheduler need jsonl or csv")
    if workers > 1 and scheduler is not None:
        raise typer.BadParameter("--workers is for this machine; with --scheduler its own workers share the work")
    if form == "table" and output is not None and (output.endswith("/") or "://" in output):
        raise typer.BadParameter(f"a table goes to a single file, and {output!r} is a folder; choose jsonl or csv")
    from stancekit import bulk
    from stancekit.cli import display

    request = bulk.Request(model, target, toward, input_, orphans, not no_abstain, explain, alone)
    if form == "table":
        _print_table(files, request, output)
        return
    show = visible if output is None and sys.stdout.isatty() else str
    try:
        with display.job(files if output is not None else []) as progress:
            done = bulk.label_files(
                files,
                output,
                request,
                form=form,
                workers=workers,
                scheduler=scheduler,
                resume=resume,
                show=show,
                progress=progress,
            )
    except KeyboardInterrupt:
        if output is not None and not output.endswith("/"):
            kept = "go on with the same command" if resume else "nothing was kept, as it was begun without --resume"
            typer.echo(f"interrupted; {kept}", err=True)
        raise
    if output is not None:
        typer.echo(visible(display.job_summary(done)), err=True)
    if done.rejected:
        raise typer.Exit(_ROWS_REJECTED)


def _format_for(output: str | None) -> Format:
    if output is not None:
        return "csv" if output.removesuffix(".gz").endswith(".csv") else "jsonl"
    return "table" if sys.stdout.isatty() else "jsonl"


def _print_table(files: list[str], request: Any, output: str | None) -> None:
    from stancekit.cli import display
    from stancekit.cli.rows import table_rows
    from stancekit.files import refuse_overwriting, write_text

    refuse_overwriting(files, output)
    file = sys.stdout if output is None else StringIO()
    console = display.console_on(file)
    rows = []
    for thread in table_rows(files, request):
        display.print_rows(thread, console)
        rows += thread
    if isinstance(file, StringIO) and output is not None:
        write_text(output, file.getvalue())
    typer.echo(display.summary([row.data["label"] for row in rows]), err=True)
    if not rows:
        typer.echo("--explain-input tells how a file was read", err=True)
    elif not any(row.heading or row.data["target"] for row in rows):
        typer.echo(
            "no title was found: --target says what a stance is about, --explain-input how a file was read", err=True
        )


def _explain_input(files: list[str], form: str | None, orphans: Literal["error", "promote"]) -> None:
    from stancekit.cli import display
    from stancekit.reading import read_threads

    console = display.console_on(sys.stdout)
    for file in files:
        display.print_reading(read_threads(file, input=form, orphans=orphans), console)


@app.command()
def train(
    labels: LabelFiles,
    output: Annotated[
        str, typer.Option(metavar="FILE", callback=writable_file, help="Where the model goes; usually NAME.stance.")
    ],
    base: Annotated[
        Base,
        typer.Option(
            metavar="fast|small|encoder",
            help="What to build on: fast learns words anew, encoder needs far fewer labels and more time.",
        ),
    ] = "fast",
    memory: Annotated[
        str | None,
        typer.Option(
            metavar="FOLDER", help="Cache an encoder's features here, so that a second run on the same rows is quick."
        ),
    ] = None,
    seed: Annotated[
        int, typer.Option(metavar="N", min=0, max=2**32 - 1, help="The same seed and rows give the same file.")
    ] = 0,
    extra_columns: ExtraColumns = "refuse",
) -> None:
    """Fit a model on your own labels, measure it, save it.

    A file has the columns text and label, and may have target, parent, thread and id. The labels are supportive,
    skeptical, abusive and neutral, or any other set. Some rows are held out and measured on.
    """
    from stancekit.cli import display
    from stancekit.files import refuse_overwriting
    from stancekit.training import STAGES, train

    if memory is not None and base == "fast":
        raise typer.BadParameter("--memory keeps what an encoder gave; it goes with --base small or encoder")
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
    format_: Annotated[
        Literal["table", "json"], typer.Option("--format", metavar="table|json", help="How to print.")
    ] = "table",
    extra_columns: ExtraColumns = "refuse",
) -> None:
    """Measure a model on labelled rows, beside the majority baseline."""
    from stancekit.cli import display
    from stancekit.evaluation import evaluate
    from stancekit.model import load_model

    with display.busy(["measuring"]):
        evaluation = evaluate(load_model(model), labels, extra_columns=extra_columns)
    for note in evaluation.notes:
        typer.echo(visible(note), err=True)
    if format_ == "json":
        typer.echo(json.dumps(evaluation.to_dict(), ensure_ascii=False, indent=2))
    else:
        display.print_evaluation(evaluation, display.console_on(sys.stdout))


@app.command()
def audit(
    labels: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="LABELS.csv", help="Labelled rows to disguise (default: the seed corpus's test threads)."
        ),
    ] = None,
    model: ModelName = None,
    format_: Annotated[
        Literal["table", "json"], typer.Option("--format", metavar="table|json", help="How to print.")
    ] = "table",
    output: Annotated[
        str | None, typer.Option(metavar="FILE", callback=writable, help="Write the whole report here as JSON, too.")
    ] = None,
    fail_under: Annotated[
        list[str] | None,
        typer.Option(
            metavar="SCORE=VALUE", help="Leave with code 1 where a score is below; may be given several times."
        ),
    ] = None,
    extra_columns: ExtraColumns = "refuse",
) -> None:
    """Try to fool a model, and count whom it wrongs.

    Disguises abusive comments in twenty-six ways, names sixty kinds of people in civil and in hateful sentences, and
    runs thirty tests of behaviour. Scores are in [0, 1], the higher the better.
    """
    from stancekit.audit import audit
    from stancekit.cli import display
    from stancekit.files import refuse_overwriting, write_text
    from stancekit.model import load_model

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
    comment: Annotated[str, typer.Argument(metavar="COMMENT", help="What somebody wrote.")],
    target: Annotated[
        str | None, typer.Option(metavar="TEXT", callback=not_empty, help="What a stance is about.")
    ] = None,
    parent: Annotated[str | None, typer.Option(metavar="TEXT", help="The comment that it answers.")] = None,
    model: ModelName = None,
    label: Annotated[
        str | None, typer.Option(metavar="NAME", help="The label to explain (default: the likeliest).")
    ] = None,
) -> None:
    """Show what each word of a comment does for a label's score."""
    from stancekit.cli import display
    from stancekit.model import load_model

    asked = load_model(model)
    explanation = asked.explain(comment, target, parent=parent, label=label)
    display.print_explanation(explanation, display.console_on(sys.stdout))
    if label is None and asked.predict([comment], target, parents=[parent])[0].unclear:
        typer.echo(
            f"predict calls it unclear: {visible(explanation.label)} is the likeliest, and not likely enough", err=True
        )


@app.command()
def models() -> None:
    """List the models that ship with stancekit.

    Each with its size, its labels and what it was measured at.
    """
    from stancekit.cli import display
    from stancekit.model import DEFAULT_MODEL, load_model, shipped_models

    shipped = ((load_model(path), path.stat().st_size) for path in shipped_models().values())
    display.print_models(shipped, DEFAULT_MODEL, display.console_on(sys.stdout))


def main() -> None:
    """Run the command line and leave with its exit code."""
    # None where the shell closed it, as ">&-" does.
    sys.stdin = sys.stdin or open(os.devnull)  # noqa: PTH123, SIM115
    sys.stdout, sys.stderr = (stream or open(os.devnull, "w") for stream in (sys.stdout, sys.stderr))  # noqa: PTH123, SIM115
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):  # whatever the locale says
            stream.reconfigure(encoding="utf-8", errors="backslashreplace", newline="\n")
    app(prog_name="stancekit")
