"""Convert sites' JSON and XML exports to objects with the keys that stancekit knows.

========================  ==============================================================================
Reddit                    the ``.json`` of a thread
Hacker News               an item of the Algolia API, its children inside, or items of the site's own API
GitLab                    discussions
JSON:API                  what Flarum, Patreon and others send: entries that refer to people and to each other
YouTube                   ``commentThreads`` or ``comments`` of the Data API
Disqus                    the XML of a forum
WordPress                 WXR, the XML of a site
Stack Exchange            Comments.xml, or any XML of comments, reviews or replies with an element for each
========================  ==============================================================================

Deleted comments get the text ``[deleted]``.
"""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from string import whitespace
from typing import Any
from xml.etree import ElementTree

from stancekit.reading.decode import Source
from stancekit.reading.markup import text_of
from stancekit.reading.rows import GONE
from stancekit.reading.values import has_text, name_in

__all__ = ["Exported", "exported", "exported_xml"]

_ABOVE_ROOT = re.compile(r"(?:\s+|<\?.*?\?>|<!--.*?-->)*", re.DOTALL)
_RECORDS = ("comments", "reviews", "replies")  # roots of XML with an element for each
_DEEPEST = 6  # elements around a text
_SAID = {"topLevelComment", "textOriginal", "textDisplay"}  # keys of a YouTube comment
_ITEMS = ("story", "comment", "poll", "job")  # types of what Hacker News has
_ITEM = {"by", "id", "parent", "time", "type"}  # keys of a comment there
_BY = {"user", "by", "name", "username"}  # keys that no Hacker News item has
_DISQUS, _INTERNAL = "{http://disqus.com}", "{http://disqus.com/disqus-internals}"


class Exported:
    """Objects, each a thread or a comment, what was left out, and the names of people by their ids.

    If `is_part`, the parents of some replies may be missing.
    """

    def __init__(
        self,
        objects: list[dict[str, Any]],
        left_out: Iterable[str] = (),
        people: Mapping[str, str] | None = None,
        *,
        is_part: bool = False,
    ) -> None:
        self.objects = objects
        self.left_out = tuple(left_out)
        self.people = people or {}
        self.is_part = is_part


def exported(value: Any) -> Exported | None:
    """The threads or comments of a site's JSON; None if it is not from a known site."""
    listings = value if isinstance(value, list) else [value]
    if listings and all(isinstance(one, dict) and one.get("kind") == "Listing" and "data" in one for one in listings):
        return _of_reddit(listings)
    if all(isinstance(one, dict) for one in listings):
        if all("individual_note" in one and isinstance(one.get("notes"), list) for one in listings):
            return _of_gitlab(listings)
        if any(map(_ITEM.issubset, listings)) and all(map(_is_item, listings)):
            return _of_items(listings)
    if isinstance(value, dict) and (entries := _entries_of_json_api(value)):
        return _of_json_api(entries)
    if not isinstance(value, dict) or isinstance(value.get("comments"), list):
        return None
    items = _objects(value.get("items"))
    if items and all(not _SAID.isdisjoint(_object(item.get("snippet"))) for item in items):
        return _of_youtube(items)
    return Exported([_of_hacker_news(value)]) if _is_of_hacker_news(value) else None


def _is_item(value: dict[str, Any]) -> bool:
    ids = [value.get("id"), value.get("parent", 0)]
    return value.get("type") in _ITEMS and all(isinstance(one, int) for one in ids)


def _is_of_hacker_news(item: dict[str, Any]) -> bool:
    replies = _objects(item.get("children"))
    if not isinstance(item.get("children"), list) or not isinstance(item.get("title") or item.get("text"), str):
        return False
    is_named_so = item.get("type") in _ITEMS
    is_item = is_named_so or (bool(replies) and all("text" in one for one in replies))
    return is_item and all(_BY.isdisjoint(one) for one in (item, *replies))


def _object(value: object) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _objects(value: object) -> list[dict[str, Any]]:
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def _count(value: object) -> int:
    """How many comments are missing: a credible number, 0 if there is none."""
    return min(max(value, 0), 10**9) if isinstance(value, int) else 0


def _comment(id: Any, author: Any, text: Any, **more: Any) -> dict[str, Any]:  # noqa: A002
    text = text if isinstance(text, str) and text.strip() else GONE
    return {
        "id": None if id is None else str(id),
        "author": author if isinstance(author, str) else None,
        "text": text,
        **more,
    }


def _of_reddit(listings: list[dict[str, Any]]) -> Exported:
    threads: dict[str, dict[str, Any]] = {}  # by post
    missing = 0
    waiting: list[tuple[dict[str, Any], str | None]] = []
    waiting += [(node, None) for listing in listings for node in _children(listing)][::-1]
    while waiting:
        node, parent = waiting.pop()
        data = node["data"]
        if node["kind"] == "more":
            missing += max(_count(data.get("count")), 1)  # "continue this thread" has the count 0
        elif node["kind"] == "t3":
            title, article = (html.unescape(str(data.get(what) or "")) or None for what in ("title", "selftext"))
            thread = threads.setdefault(f"t3_{data.get('id')}", {"comments": []})
            thread |= {"id": data.get("id"), "title": title, "article": article}
        elif node["kind"] == "t1":
            post = str(data.get("link_id") or next(iter(threads), ""))
            body = data.get("body")
            text = html.unescape(body) if isinstance(body, str) else None
            new = {"id": post.removeprefix("t3_") or None, "title": data.get("link_title"), "comments": []}
            comments = threads.setdefault(post, new)["comments"]
            answered = parent or str(data.get("parent_id") or "")  # a flat listing has only parent_id
            comments.append(_comment(data.get("id"), data.get("author"), text, parent=answered.removeprefix("t1_")))
            name = None if data.get("id") is None else str(data["id"])
            waiting += [(reply, name) for reply in _children(data.get("replies"))][::-1]
    for thread in threads.values():
        _keep_known_parents(thread["comments"])
    left_out = [f"{missing:,} comments or more that the site did not send"] if missing else ()
    return Exported([thread for thread in threads.values() if thread["comments"]], left_out)


def _children(listing: Any) -> list[dict[str, Any]]:
    """The nodes of a listing; Reddit writes ``""`` for an empty one."""
    nodes = _objects(_object(_object(listing).get("data")).get("children"))
    return [node for node in nodes if isinstance(node.get("data"), dict) and "kind" in node]


def _of_hacker_news(item: dict[str, Any]) -> dict[str, Any]:
    comments: list[dict[str, Any]] = []
    waiting: list[tuple[dict[str, Any], str | None]] = [(item, None)]
    while waiting:
        node, parent = waiting.pop()
        is_story = node is item and node.get("title")
        if not is_story:
            text = node.get("text")
            text = text_of(text) if isinstance(text, str) else None
            name = f"item {len(comments) + 1}" if node.get("id") is None else node["id"]
            comments.append(_comment(name, node.get("author"), text, parent=parent))
        answered = None if is_story else comments[-1]["id"]
        waiting += [(reply, answered) for reply in _objects(node.get("children"))][::-1]
    article = item.get("text") if item.get("title") else None
    article = text_of(article) if isinstance(article, str) else None
    return {"id": item.get("id"), "title": item.get("title"), "article": article, "comments": comments}


def _of_items(items: list[dict[str, Any]]) -> Exported:
    """The threads of Hacker News's stories and comments, each an item with the id of what it answers."""
    answered = {item["id"]: item["parent"] for item in items if "parent" in item}
    stories: dict[int, int] = {}
    for name in sorted(answered):  # an item's id is above that of what it answers
        stories[name] = stories.get(answered[name], answered[name])
    threads: dict[int, dict[str, Any]] = {}
    for item in items:
        text = text_of(item["text"]) if isinstance(item.get("text"), str) else None
        story = stories.get(item["id"], item["id"])
        thread = threads.setdefault(story, {"id": story, "comments": []})
        if story == item["id"]:
            thread |= {"title": item.get("title"), "article": text}
        else:
            parent = answered[item["id"]]
            above = parent if parent in stories else None
            thread["comments"].append(_comment(item["id"], item.get("by"), text, parent=above and str(above)))
    return Exported([thread for thread in threads.values() if thread["comments"]])


def _of_gitlab(discussions: list[dict[str, Any]]) -> Exported:
    """The notes of each discussion, of which the later ones answer the first."""
    comments: list[dict[str, Any]] = []
    for notes in (_objects(one["notes"]) for one in discussions):
        comments += notes[:1]
        comments += [{**note, "parent": notes[0].get("id")} for note in notes[1:]]
    return Exported(comments)


def _entries_of_json_api(value: dict[str, Any]) -> list[dict[str, Any]]:
    """The entries of a JSON:API document, if any refers to another."""
    data, included = value.get("data"), value.get("included")
    entries = [*(data if isinstance(data, list) else [data]), *(included if isinstance(included, list) else [])]
    are_entries = all(isinstance(one, dict) and isinstance(one.get("type"), str) and "id" in one for one in entries)
    return entries if are_entries and any("relationships" in one for one in entries) else []


def _of_json_api(entries: list[dict[str, Any]]) -> Exported | None:
    """The comments among entries: those of the type with most texts, or that is called so."""
    told = {(one["type"], str(one["id"])): _object(one.get("attributes")) for one in entries}
    counts = Counter(kind for (kind, _), one in told.items() if has_text(one))
    if not counts:
        return None
    best = max(counts, key=lambda kind: ("comment" in kind, counts[kind]))
    titles = {which: one["title"] for which, one in told.items() if which[0] != best and one.get("title")}
    comments = []
    for entry in entries:
        which = entry["type"], str(entry["id"])
        if entry["type"] != best or not has_text(told[which]):
            continue
        related = [_object(_object(one).get("data")) for one in _object(entry.get("relationships")).values()]
        others = [(one["type"], str(one.get("id"))) for one in related if isinstance(one.get("type"), str)]
        about = next((one for one in others if one in titles), next(iter(titles)) if len(titles) == 1 else None)
        comments.append(
            {
                "author": next((name for one in others if (name := name_in(told.get(one)))), None),
                **told[which],
                "id": which[1],
                "parent": next((name for kind, name in others if kind == best), None),
                "thread": about and about[1],
                "title": about and titles[about],
            }
        )
    left_out = [f"{n:,} texts of the type {kind}" for kind, n in counts.items() if kind != best]
    return Exported(comments, left_out, is_part=True)


def _of_youtube(items: list[dict[str, Any]]) -> Exported:
    threads: dict[str, dict[str, Any]] = {}
    missing = 0
    for item in items:
        about = _object(item.get("snippet"))
        top = _object(about.get("topLevelComment")) or item
        replies = _objects(_object(item.get("replies")).get("comments"))
        missing += max(_count(about.get("totalReplyCount")) - len(replies), 0)
        for comment in (top, *replies):
            said = _object(comment.get("snippet"))
            text = said.get("textOriginal") or text_of(str(said.get("textDisplay") or ""))
            parent = str(top.get("id")) if comment is not top else said.get("parentId")
            video = said.get("videoId") or about.get("videoId")
            thread = threads.setdefault(str(video), {"id": video, "comments": []})
            thread["comments"].append(_comment(comment.get("id"), said.get("authorDisplayName"), text, parent=parent))
    for thread in threads.values():  # a page of replies lacks what they answer
        _keep_known_parents(thread["comments"])
    return Exported([*threads.values()], [f"{missing:,} replies that the site did not send"] if missing else ())


def _keep_known_parents(comments: list[dict[str, Any]]) -> None:
    known = {comment["id"] for comment in comments}
    for comment in comments:
        comment["parent"] = comment["parent"] if comment["parent"] in known else None


def exported_xml(source: Source) -> Exported:
    """The threads of a site's XML export.

    Raises
    ------
    ReadError
        If it is not well-formed, declares a document type, or is not a known export.
    """
    text = source.text.lstrip(f"\ufeff{whitespace}")
    above = _ABOVE_ROOT.match(text)
    if text.startswith("<!DOCTYPE", above and above.end()):
        raise source.error("declares a document type, which no export needs; remove the declaration")
    try:
        root = ElementTree.fromstring(text)
    except ElementTree.ParseError as error:
        cut = source.text.count("\n") - text.count("\n")
        raise source.error(f"not well-formed XML: {error}", cut + error.position[0]) from None
    if root.tag == f"{_DISQUS}disqus":
        return _of_disqus(root)
    wordpress = next((tag for tag in (element.tag for element in root.iter()) if tag.endswith("}comment_id")), None)
    if root.tag == "rss" and wordpress is not None:
        return _of_wordpress(root, wordpress.removesuffix("comment_id"))
    if root.tag in _RECORDS:
        return Exported([{"comments": [_record(entry, 1) for entry in root]}])
    raise source.error(
        f"XML with the root {root.tag!r}, which is neither Disqus's nor a WordPress site's with comments, nor one of "
        f"{', '.join(_RECORDS)}"
    )


def _record(element: ElementTree.Element, depth: int) -> Any:
    """An element's attributes and children by name, or its text if it has neither."""
    said = (element.text or "").strip()
    if depth == _DEEPEST or any((child.tail or "").strip() for child in element):
        return "".join(element.itertext()).strip()
    if not len(element) and not element.attrib:
        return said
    found: dict[str, list[Any]] = {name: [value] for name, value in element.attrib.items()}
    for child in element:
        found.setdefault(child.tag, []).append(_record(child, depth + 1))
    if said:
        found.setdefault("text", []).append(said)
    return {name: values[0] if len(values) == 1 else values for name, values in found.items()}


def _of_disqus(root: ElementTree.Element) -> Exported:
    threads: dict[str | None, dict[str, Any]] = {}
    for thread in root.iter(f"{_DISQUS}thread"):
        if thread.find(f"{_DISQUS}title") is not None or thread.find(f"{_DISQUS}message") is not None:
            name = thread.get(f"{_INTERNAL}id")
            title, article = (_said(thread, f"{_DISQUS}{what}") for what in ("title", "message"))
            threads[name] = {"id": name, "title": title, "article": article, "comments": []}
    spam = set()
    for post in root.iter(f"{_DISQUS}post"):
        if _is(post, "isSpam"):
            spam.add(post.get(f"{_INTERNAL}id"))
            continue
        of, answered = (post.find(f"{_DISQUS}{what}") for what in ("thread", "parent"))
        name = None if of is None else of.get(f"{_INTERNAL}id")
        comment = _comment(
            post.get(f"{_INTERNAL}id"),
            post.findtext(f"{_DISQUS}author/{_DISQUS}name"),
            None if _is(post, "isDeleted") else _said(post, f"{_DISQUS}message"),
            parent=None if answered is None else answered.get(f"{_INTERNAL}id"),
        )
        threads.setdefault(name, {"id": name, "comments": []})["comments"].append(comment)
    return _without(spam, "marked as spam", [thread for thread in threads.values() if thread["comments"]])


def _is(post: ElementTree.Element, what: str) -> bool:
    return (post.findtext(f"{_DISQUS}{what}") or "").strip() == "true"


def _without(left_out: set[str | None], why: str, threads: list[dict[str, Any]]) -> Exported:
    """The threads, with a note of what was left out; replies to that are kept at the top level."""
    for comment in (comment for thread in threads for comment in thread["comments"]):
        if comment["parent"] in left_out:
            comment["parent"] = None
    return Exported(threads, [f"{len(left_out):,} {why}"] if left_out else ())


def _of_wordpress(root: ElementTree.Element, prefix: str) -> Exported:
    threads, hidden = [], set[str | None]()
    for item in root.iter("item"):
        comments = []
        for comment in item.findall(f"{prefix}comment"):
            found = {what: (comment.findtext(f"{prefix}comment_{what}") or "").strip() for what in _OF_WORDPRESS}
            if found["type"] in ("pingback", "trackback") or found["approved"] in ("0", "spam", "trash"):
                hidden.add(found["id"])
                continue
            parent = found["parent"] if found["parent"] not in ("", "0") else None
            comments.append(_comment(found["id"], found["author"], text_of(found["content"]), parent=parent))
        if comments:
            title = _said(item, "title")
            article = _said(item, "{http://purl.org/rss/1.0/modules/content/}encoded")
            threads.append(
                {"id": item.findtext(f"{prefix}post_id"), "title": title, "article": article, "comments": comments}
            )
    return _without(hidden, "pingbacks, or not approved", threads)


_OF_WORDPRESS = ("id", "author", "content", "parent", "type", "approved")


def _said(element: ElementTree.Element, path: str) -> str | None:
    return text_of(element.findtext(path) or "") or None
