"""Hypothesis strategies: reply forests, messy text, whole saved pages with what a reader should find in them."""

from __future__ import annotations

from dataclasses import dataclass

from hypothesis import strategies as st

from stancekit.threads import Comment

SENTENCES = st.sampled_from(
    [
        "The pier has been rotten since my first summer here.",
        "Who pays for it?",
        "Let them mend it, and let the harbour board pay!",
        "I counted: eleven planks are missing…",
        "It’s the tide, not the council, and the tide does not vote.",
        "No.",
    ]
)
NAMES = st.sampled_from(["Bianca", "Ten Bells", "J. R. Okoro", "night_bus_99", "van Dyck", "Søren", "李明", "The Dude"])

# Rows of JSONL that cannot be read, each for a reason of its own, and two that can.
BAD = b'{"text": "cut\n{"txt": "no text"}\n{"text": 3}\n{"text": "\xff"}\n{"text": " "}\nnull\n'
GOOD = b'{"text": "I love it", "id": "x"}\n{"text": "I doubt it, you idiot", "thread": "t", "title": "Taxis"}\n'


@dataclass(frozen=True)
class Page:
    """A saved page, and the title and (author, paragraphs) of each comment that were put into it."""

    text: str
    title: str
    comments: list[tuple[str | None, list[str]]]


@st.composite
def article_pages(draw: st.DrawFn) -> Page:
    """Pages in the shape of an article with bulleted comments."""
    bullet = draw(st.sampled_from(["•", "*", "-", "–", "◦", "{}.", "{})"]))
    indent = draw(st.sampled_from(["", "  ", "    ", "\t"]))
    gap = draw(st.sampled_from(["\n", "\n\n", "\n \n\n"]))
    signature = draw(st.sampled_from(["{}", "{}:", "{} wrote:", "{} says:", "{} · 2 hours ago"]))
    title = draw(st.sampled_from(["Pier to close", "Pier, 1911–2024: an obituary", "Is the pier safe?"]))
    article = draw(st.lists(SENTENCES, min_size=1, max_size=4))
    box = draw(st.sampled_from([[], ["Author: Ines Falk", "Ines Falk writes on"], ["Last 5 posts by Ines Falk"]]))
    heading = draw(st.sampled_from([[], ["Comments (3)"], ["12 comments"]]))
    comments = draw(
        st.lists(st.tuples(st.none() | NAMES, st.lists(SENTENCES, min_size=1, max_size=3)), min_size=1, max_size=5)
    )
    blocks = [title, *article, *box, *heading]
    for number, (author, paragraphs) in enumerate(comments, 1):
        first, *rest = paragraphs if author is None else [signature.format(author), *paragraphs]
        blocks.append(f"{indent}{bullet.format(number)} {first}")
        blocks += [f"{indent}   {paragraph}" for paragraph in rest]
    if gap == "\n":  # without blank lines a comment's short lines are one paragraph
        comments = [(author, ["\n".join(paragraphs)]) for author, paragraphs in comments]
    return Page(gap.join(blocks) + "\n", title, comments)


def messy_text() -> st.SearchStrategy[str]:
    """Lines of everything a page may throw at its reader, and any characters between them."""
    line = st.builds(
        "{}{}{}{}".format,
        st.sampled_from(["", "  ", "    ", "\t", "\xa0", "> ", ">> "]),
        st.sampled_from(["", "", "• ", "* ", "- ", "1. ", "2. ", "3) ", "•", "–"]),
        st.one_of(
            SENTENCES,
            NAMES,
            NAMES.map("{}:".format),
            NAMES.map("{} wrote:".format),
            NAMES.map("{}, 3 May 2021 says: no".format),
            st.sampled_from(
                [
                    "Comments",
                    "3 replies",
                    "Reply",
                    "Like 3",
                    "2 hours ago",
                    "Author: Ines",
                    "Related",
                    "* * *",
                    "By Ines",
                ]
            ),
            st.text(max_size=20),
        ),
        st.sampled_from(["", "", " ", "\r", "\u2028", "\x85", "\x0c"]),
    )
    return st.lists(line | st.just(""), max_size=25).map("\n".join)


@st.composite
def reply_forests(draw: st.DrawFn, max_size: int = 30) -> list[Comment]:
    """Comments in any order, each at the top level or under one of the others, never in a ring."""
    size = draw(st.integers(0, max_size))
    parents = [draw(st.none() | st.integers(0, place - 1)) if place else None for place in range(size)]
    comments = [
        Comment(str(place), f"Comment {place}.", parent=None if parent is None else str(parent))
        for place, parent in enumerate(parents)
    ]
    return draw(st.permutations(comments))
