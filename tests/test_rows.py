"""Tables: what each column is, what is refused, and that nothing is lost."""

from __future__ import annotations

import csv
import io
import json

import pytest
from files import read, refusal
from hypothesis import given
from hypothesis import strategies as st

from stancekit.errors import ThreadError
from stancekit.reading import read_threads
from stancekit.reading.delimited import records
from stancekit.reading.layout import lay_out
from stancekit.reading.rows import match_columns


def test_a_table_with_synonyms_and_semicolons():
    text = 'Comment_ID;User Name;Username;Body;reply_to;likes\n7;x;Bo;"Late; ""again""";;3\n8;x;;So\nwalk.;7;0\n'
    thread = read(text.replace("So\nwalk.", '"So\nwalk."'))
    assert [(c.id, c.author, c.text, c.parent, c.line) for c in thread.comments] == [
        ("7", "Bo", 'Late; "again"', None, 2),
        ("8", None, "So\nwalk.", "7", 3),
    ]
    assert "ignored: User Name, likes" in thread.reading.reasons[-1]
    assert [(part.first, part.last, part.role) for part in thread.reading.parts] == [
        (1, 1, "header"),
        (2, 4, "comments"),
    ]


def test_tabs_threads_titles_and_rows_without_ids():
    text = (
        "text\tthread\ttitle\tid\nDear.\tferry\tFares up\t\nSwim.\tferry\tFares up\t1\nAt last.\tpool\tPool opens\t\n"
    )
    ferry, pool = read_threads(io.BytesIO(text.encode()))
    assert (ferry.reading.format, ferry.id, ferry.title, pool.id, pool.title) == (
        "tsv",
        "ferry",
        "Fares up",
        "pool",
        "Pool opens",
    )
    assert [comment.id for comment in ferry.comments] == ["2", "1"]
    assert "read_threads" in str(refusal(text))


def test_quotes_that_do_not_pair_up_between_tabs_are_words():
    thread = read('id\tauthor\ttext\n1\tBo\t"Mow it" is what you say\n2\tIda\t"Never\n3\tBo\t"Mow\tit ""now"""\n')
    assert [comment.text for comment in thread.comments] == ['"Mow it" is what you say', '"Never', 'Mow\tit "now"']


def test_a_target_that_is_always_a_number_is_none():
    thread = read("id,comment_text,target\n1,You again.,0.9\n2,Nice,\n3,Fine.,1\n")
    assert [comment.target for comment in thread.comments] == [None, None, None]
    assert "ignored: target; a target that is a number" in " ".join(thread.reading.reasons)
    thread = read("id,comment_text,target\n1,Dear.,2030\n2,Dull.,Route 66\n")
    assert [comment.target for comment in thread.comments] == ["2030", "Route 66"]


@pytest.mark.parametrize("name", ["article_headline", "Story Title", "newsTitle"])
def test_a_title_may_say_whose_it_is(name):
    assert read(f"comment,{name}\nDear.,Fares up\nAt last.,Fares up\n").title == "Fares up"


def test_titles_that_differ_within_a_thread_become_targets():
    thread = read("text,title\nDear.,Fares up\nAt last.,Pool opens\n")
    assert thread.title is None
    assert [comment.target for comment in thread.comments] == ["Fares up", "Pool opens"]


def test_a_single_column_is_a_table_too():
    assert [comment.text for comment in read('text\n"Late, again."\nFine.\n').comments] == ["Late, again.", "Fine."]


@pytest.mark.parametrize(
    ("header", "used"),
    [
        # Of YouTube, the New York Times, WordPress and Twitter, as their APIs and tables name them.
        ("id,authorName,text,isReply,isReplyTo,isReplyToName", {"author": 1, "parent": 4}),
        ("comment_id,videoId,authorDisplayName,textDisplay,parentId", {"text": 3, "id": 0, "author": 2, "parent": 4}),
        ("commentID,userDisplayName,commentBody,parentID", {"text": 2, "id": 0, "author": 1, "parent": 3}),
        ("comment_ID,comment_author,comment_content,comment_parent", {"text": 2, "id": 0, "author": 1, "parent": 3}),
        ("tweet_id,full_text,user_screen_name,in_reply_to_status_id", {"text": 1, "author": 2, "parent": 3}),
        ("Date,From,Message,Sentiment", {"text": 2, "author": 1}),
        ("Datum;Name;Kommentar", {"text": 2, "author": 1}),
        ("fecha;usuario;comentario", {"text": 2, "author": 1}),
        # What is of a comment is not of its article.
        ("author,title,comment_author,comment_text,text", {"text": 3, "author": 2, "title": 1}),
        ("id,comment-id,comment", {"text": 2, "id": 1}),
        # Who wrote it, beside what the row is called; an object's keys; a table of one kind of text.
        ("Name,Created by,Feedback,Status", {"text": 2, "author": 1}),
        ("Title,Posted By,Name,Comment", {"text": 3, "author": 1, "title": 0}),
        ("id;body;user/id;user/name;parent/id", {"text": 1, "id": 0, "author": 3, "parent": 4}),
        ("post.id,comment.id,comment.author.name,comment.text", {"text": 3, "id": 1, "author": 2}),
        ("Review Username,Review Title,Review Name,Review Content", {"text": 3, "author": 0}),
        ("post_title,post_name,post_author,post_content", {"text": 3, "title": 0, "author": 2}),
        ("review_name,review", {"text": 1}),
        # The id that is answered, where there are two.
        ("id,post_number,raw,cooked,reply_to_post_number", {"text": 3, "id": 1, "parent": 4}),
        ("id,text,parent_id,message_id", {"text": 1, "id": 0, "parent": 2}),
        # Not the comment itself, though the words are in the name.
        ("comment_count,text_length,author_id,author_email,parent_author,reply_count", {}),
    ],
)
def test_columns_by_the_names_that_sites_and_people_give_them(header, used):
    found = match_columns(header.replace(";", ",").split(","))
    assert used.items() <= found.items()
    assert used or not found


def test_parents_that_are_none():
    words = ["", "0", "root", "None", "null", "NaN", "-1", "19", "t3_x", "thread 9"]
    words += ["NA", "N/A", "n/a", "#N/A", "<NA>", r"\N", "[]", "0.0"]
    rows = [f"{number},thread 9,{parent},Late." for number, parent in enumerate(words, 12)]
    thread = read("comment_id,thread,parent_id,text\n" + "\n".join(rows))
    assert [comment.parent for comment in thread.comments] == [None] * len(words)


def test_a_parent_is_first_of_all_an_id():
    thread = read("id,parent,text\n0,,Late.\nroot,0,Never.\n7,root,Ha.\n8,7.0,So there.\n")
    assert [comment.parent for comment in thread.comments] == [None, "0", "root", "7"]


def test_ids_may_be_floats_and_parents_not():
    thread = read("id,parent,text\n1.0,,Late.\n2.0,1,Never.\n3.0,2.0,Ha.\nv4,,So there.\n5.0,5,Well.\n")
    assert [comment.parent for comment in thread.comments] == [None, "1.0", "2.0", None, None]
    with pytest.raises(ThreadError, match="'v4'"):
        read("id,parent,text\nv4.0,,Late.\nb,v4,Never.\n")


@pytest.mark.parametrize("empty", ["NaN", "nan", "NA", "N/A", "#N/A", "<NA>", "null", "NULL", r"\N"])
def test_what_stands_for_an_empty_cell_is_none(empty):
    rows = f"{empty},Nan,{empty},{empty},{empty},No more towels.\n7,NA,{empty},{empty},{empty},Who asked?\n"
    thread = read(f"id,author,title,target,thread,text\n{rows}")
    assert (thread.id, thread.title) == (None, None)
    assert [(one.id, one.author, one.target) for one in thread.comments] == [("1", "Nan", None), ("7", "NA", None)]


def test_a_parent_that_looks_like_none_is_so_only_if_nobody_has_that_id():
    assert [one.parent for one in read("id,parent,text\nn/a,,Late.\nb,n/a,Never.\n").comments] == [None, "n/a"]


def test_what_answers_itself_answers_none():
    assert [comment.parent for comment in read("id,parent,text\n1,1,Late.\n2,1,Never.\n").comments] == [None, "1"]


def test_a_page_that_begins_with_a_word_for_a_comment_is_no_table():
    assert read("Review\n\nA long walk, and worth it.\n\nBring boots.\n").reading.format != "csv"


def test_prose_with_commas_is_no_table():
    assert read("Text, lies and buses\nWhat a title, I thought.\n").reading.format == "lines"


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ('text,id\nFine.,1\n"Never closed,2\nMore.,3\n', 3, "opens here and is never closed"),
        ('text,id\n"Half closed,1\n"Whole.",2\n', 2, "closing quote"),
        ("text,id\nFine.,1\nToo short.\n", 3, "1 field where the header has 2"),
        ("text,id\nToo, long,1\n", 2, "3 fields where the header has 2"),
        ('text,id\n"Two\nlines.",1\n,2\n', 4, "the text is empty"),
        ("id,author,mood\n1,Bo,Late.\n", 1, "no text column; found id, author, mood. Rename"),
        (f"id,author{''.join(f',q{n}' for n in range(23))}\n1,Bo{23 * ',3'}\n", 1, "q16, q17 and 5 more. Rename"),
        ("text,text\nOne.,two\n", 1, "two columns are named 'text'"),
        ("text,id\n", 1, "a header but no rows"),
    ],
)
def test_a_table_that_cannot_be_trusted_is_refused_with_its_line(text, line, words):
    error = refusal(text)
    assert error.line == line
    assert words in str(error)


def said(thread):
    return [(comment.id, comment.author, comment.parent, comment.text, comment.line) for comment in thread.comments]


@pytest.mark.parametrize(
    ("text", "form", "first"),
    [
        ("sep=;\nid;author;text\n4;Ottilie;Mow it, then\n", "csv", 3),
        ('"sep=,"\nid,author,text\n4,Ottilie,"Mow it, then"\n', "csv", 3),
        ("sep=\t\nid\tauthor\ttext\n4\tOttilie\tMow it, then\n", "tsv", 3),
        ("id|author|text\n4|Ottilie|Mow it, then\n", "csv", 2),
        ("| id | author | text |\n|---:|:---|------|\n| 4 | Ottilie | Mow it, then |\n", "csv", 3),
        ('The meadow survey,,\n\n"Exported in haste",,\nid,author,text\n4,Ottilie,"Mow it, then"\n', "csv", 5),
        ("\n\nid;author;text\n;;\n4;Ottilie;Mow it, then\n;;;;\n", "csv", 5),
    ],
)
def test_what_spreadsheets_and_people_put_around_a_table(text, form, first):
    thread = read(text)
    assert (thread.reading.format, said(thread)) == (form, [("4", "Ottilie", None, "Mow it, then", first)])


def test_titles_above_a_table_that_only_its_name_tells(tmp_path):
    path = tmp_path / "survey.csv"
    path.write_text('The meadow survey\n"of 3 May"\nid,author,text\n4,Ottilie,Mow it\n', encoding="utf-8")
    assert said(read_threads(path)[0]) == [("4", "Ottilie", None, "Mow it", 4)]
    page = "The meadow survey\n\nid, author, text\n\nThese are what we asked for.\n"
    assert read(page).reading.format == "paragraphs"
    assert [comment.text for comment in read("text\nid\nauthor\n").comments] == ["id", "author"]


def test_a_table_copied_from_a_document_has_its_title_and_prose_above():
    rows = "Bo\t3 May\tMow it.\nIda\t4 May\tMow it, then.\n"
    top = "The meadow survey\n\nThe parish, it says, asked us all.\n\n"
    thread = read(f"{top}Name\tDate\tComment\n{rows}")
    assert (thread.title, thread.reading.format) == ("The meadow survey", "tsv")
    assert said(thread) == [("1", "Bo", None, "Mow it.", 6), ("2", "Ida", None, "Mow it, then.", 7)]
    page = f"{top}Comments\n\nBo wrote:\nMow it.\n\nIda wrote:\nMow it, then.\n".replace("\n", " \t \n")
    assert read(page).reading.format == "article"


@pytest.mark.parametrize("total", ["Total,,7", ",Sum,7", "Grand total,,3.5"])
def test_a_sheets_totals_are_no_comment(total):
    thread = read(f"author,text,likes\nBo,Mow it.,3\nIda,Total,4\n{total}\n")
    assert [(one.author, one.text) for one in thread.comments] == [("Bo", "Mow it."), ("Ida", "Total")]


@pytest.mark.parametrize("column", ["thread", "article title"])
def test_merged_cells_are_those_of_the_rows_below(column):
    table = f"{column},author,text\nPool,Bo,It leaks.\n,Ida,Still?\n,Bo,Still.\nSauna,Ely,And that?\n,Bo,No.\n"
    threads = read_threads(io.BytesIO(table.encode()))
    if column == "thread":
        assert [(thread.id, len(thread)) for thread in threads] == [("Pool", 3), ("Sauna", 2)]
    else:
        assert [one.target for one in threads[0].comments] == ["Pool", "Pool", "Pool", "Sauna", "Sauna"]
    layout = lay_out("table.csv", table.encode(), is_all=True)
    assert not layout.plain


def test_cells_in_quotes_without_a_header_are_refused():
    error = refusal('"Bo","Mow it."\n"Ida","Do not."\n"Ely","It is a meadow, ""so to say""."\n"Bo","Quite."\n')
    assert "has lines of cells in quotes, but none that names the columns" in str(error)


@pytest.mark.parametrize(
    "headings",
    [
        ['"What should\nbecome of the pier?",Your age', '"{""ImportId"": ""QID1_TEXT""}","{""ImportId"": ""QID2""}"'],
        ['"{""ImportId"":""QID1_TEXT""}",'],
    ],
)
def test_headings_below_a_survey_s_header_are_no_comments(headings):
    thread = read("\n".join(["text,Q2", "", *headings, "Mend it.,40", "Sell it.,50"]))
    assert [one.text for one in thread.comments] == ["Mend it.", "Sell it."]
    assert f"{len(headings)} more record" in " ".join(thread.reading.reasons)


@pytest.mark.parametrize("name", ["ResponseID", "Respondent ID", "respondent_id"])
def test_a_survey_s_ids_are_those_of_its_rows_unless_people_have_several(name):
    thread = read(f"{name},Comment\nR_7,Mend it.\nR_9,Sell it.\n")
    assert [one.id for one in thread.comments] == ["R_7", "R_9"]
    assert f"used: Comment as text, {name} as id" in thread.reading.reasons[-1]
    assert [one.id for one in read(f"{name},id,Comment\nR_7,4,Mend it.\n").comments] == ["4"]
    assert read(f"{name},Respondent,Comment\nR_7,Bo,Mend it.\n").comments[0].author == "Bo"
    thread = read(f"{name},question,answer\nR_7,pier,Mend it.\nR_7,lido,Sell it.\n")
    assert [one.id for one in thread.comments] == ["1", "2"]
    assert f"{name} is the same in several rows, so it is no row's id" in thread.reading.reasons[-1]


def test_of_many_columns_the_last_are_counted():
    header = ["text", *(f"q{number}" for number in range(1, 24))]
    thread = read(f"{','.join(header)}\nMend it.{',3' * 23}\n")
    assert thread.reading.reasons[-1].endswith("q19, q20 and 3 more")


def test_what_kind_of_answer_a_question_has_is_no_comment_unless_somebody_gave_it():
    for row, texts in ((",Open-Ended Response", ["Mend it."]), ("7,Response", ["Response", "Mend it."])):
        thread = read(f"Respondent,Comment\n{row}\n8,Mend it.\n")
        assert [one.text for one in thread.comments] == texts


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ('{"text":"Mend it."}', "Mend it."),
        ('{"text": "Mend "},{"text":"it,\\nnow.","bold":true}', "Mend it,\nnow."),
        ('{"text":"Mend it."} she wrote', '{"text":"Mend it."} she wrote'),
        ('{"text": 3}', '{"text": 3}'),
    ],
)
def test_a_cell_of_json_has_the_words_in_it(cell, text):
    quoted = cell.replace('"', '""')
    assert read(f'id,text\n1,"{quoted}"\n').comments[0].text == text


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("<p>Who pays for this?</p>", "Who pays for this?"),
        ("Bread &amp; butter.<br>Again.", "Bread & butter.\nAgain."),
        ('<p><a href="x.org"><img src="x.png"></a></p>', "[deleted]"),
        ('<img src="x.png" alt="my dog"/>', "[deleted]"),
        ("<strike>Never</strike> <u>late</u>", "Never late"),
        ("<o:p>A fine <font color=red>pier</font>.</o:p>", "A fine pier."),
        ("<img> tags need a text, genius </s>", "<img> tags need a text, genius </s>"),
        ("  AT&T <3 a < b & c", "  AT&T <3 a < b & c"),
        ("Use <p> & `<br>` here; &amp; is an entity", "Use <p> & `<br>` here; &amp; is an entity"),
    ],
)
def test_html_in_a_cell_becomes_text_as_it_does_in_json(cell, text):
    quoted = cell.replace('"', '""')
    assert [one.text for one in read(f'author,text\nBo,"{quoted}"\n').comments] == [text]
    if text != "[deleted]":
        assert [one.text for one in read(json.dumps({"author": "Bo", "text": cell})).comments] == [text]


@pytest.mark.parametrize(
    ("levels", "why"),
    [("013", "line 4 goes from 1 to 3"), ("10", "line 3 goes from 1 to 0"), ("0x", "that of line 3 is no number")],
)
def test_levels_that_form_no_tree_are_not_used_and_told(levels, why):
    rows = "".join(f"{level},Mow it {level}\n" for level in levels)
    thread = read(f"level,text\n{rows}")
    assert {one.parent for one in thread.comments} == {None}
    assert f"levels are not used: {why}" in thread.reading.reasons


def test_quotes_that_never_pair_up_are_read_line_by_line_however_many():
    thread = read("text\tauthor\n" + 'x"\t"\n' * 50_000)
    assert {(one.text, one.author) for one in thread.comments} == {('x"', '"')} and len(thread) == 50_000


def test_columns_of_numbers_hold_no_text_however_many_are_called_so():
    header, row = ",".join(["author"] + ["comments"] * 20_000), ",".join(["Bo"] + ["1"] * 20_000)
    assert "no text column" in str(refusal(f"{header}\n{row}\n{row}\n"))


def test_a_name_that_is_written_out_is_before_one_that_is_run_together():
    assert said(read("message_id,messageid,text\n4,7,Mow it.\n"))[0][0] == "4"
    assert "two columns are named 'messageid'" in str(refusal("messageid,messageid,text\n4,7,Mow it.\n"))


def test_rows_of_empty_cells_are_passed_over_and_counted():
    thread = read("id,author,text\n4,Ottilie,Mow it\n,,\n, ,\n,,,,\n5,,Do not\n")
    assert said(thread) == [("4", "Ottilie", None, "Mow it", 2), ("5", None, None, "Do not", 6)]
    assert "passed over: 3 rows whose cells are all empty" in thread.reading.reasons and not thread.reading.left_out
    assert "the text is empty" in str(refusal("id,author,text\n4,Ottilie,Mow it\n,Bo,\n"))
    assert "has a header but no rows" in str(refusal("id,author,text\n,,\n"))


def test_a_row_that_may_be_answered_stands_for_its_comment():
    thread = read("id,parent,author,text\n4,,Ottilie,\n5,4,,Do not\n")
    assert said(thread) == [("4", "Ottilie", None, "[deleted]", 2), ("5", None, "4", "Do not", 3)]
    assert refusal("id,parent,author,text\n,,Ottilie,\n5,,,Do not\n").line == 2  # nobody can answer it


def test_the_column_that_looks_like_comments_is_named():
    rows = "2024/05/03 10:42 AM,Ottilie,Mow it in autumn please\n2024/05/03 10:50 AM,Bo,What for?\n"
    unheaded = "Ottilie,Mow it in autumn please\nBo,What would you mow?\n"
    assert "Rename 'Mow it in autumn please' to text" in str(refusal(unheaded, input="csv"))
    both = rows.replace("2024/05/03 10:42 AM", "So be it").replace("2024/05/03 10:50 AM", "Why not ask me")
    assert "Rename the one that" in str(refusal(f"One,Your name,What do you say?\n{both}", input="csv"))
    assert "put a line with the columns' names above" in str(refusal('"Bo","Mow it"\n"Al","No"\n', input="csv"))


@pytest.mark.parametrize(
    "table",
    [
        "Name,Remarks\nOttilie,Mow it\nBo,Never\n",
        "Your full name *;Any other comments?\nOttilie;Mow it\nBo;Never\n",
        "Full Name,Comment\nOttilie,Mow it\nBo,Never\n",
        "Comments,Notes,Name\n1.2K,Mow it,Ottilie\n0,Never,Bo\n",
    ],
)
def test_a_table_may_be_headed_as_sheets_and_forms_are(table):
    assert [(one.author, one.text) for one in read(table).comments] == [("Ottilie", "Mow it"), ("Bo", "Never")]


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_the_only_column_of_sentences_is_the_text(delimiter):
    rows = [
        *(("Time", "Your name", "How should the churchyard meadow be kept?", "Ward"),),
        *(("2024/05/03 10:42", "Ottilie", "Mow it in autumn, please", "North"), ("2024/05/03 10:50", "Bo", "Why?", "")),
        ("2024/05/04 09:01", "Ely", "Leave the orchids where they are", "South"),
    ]
    table = "\n".join(delimiter.join(f'"{cell}"' if "," in cell else cell for cell in row) for row in rows)
    thread = read(table)
    said = [("Ottilie", "Mow it in autumn, please"), ("Bo", "Why?"), ("Ely", "Leave the orchids where they are")]
    assert [(one.author, one.text) for one in thread.comments] == said
    why = "How should the churchyard meadow be kept? is the only column that holds sentences"
    assert thread.reading.reasons[-1].endswith(why)
    assert "no text column" in str(
        refusal(
            table.replace("South", "South of the old mill").replace("North", "By the sea shore"),
            input="tsv" if delimiter == "\t" else "csv",
        )
    )


def test_a_title_may_stand_above_a_table_of_tabs():
    thread = read("Friends of the meadow\n\nWho\tNotes\nOttilie\tMow it\nBo\tNever\nEly\tIn May\n")
    assert (thread.title, [one.text for one in thread.comments]) == (
        "Friends of the meadow",
        ["Mow it", "Never", "In May"],
    )


@pytest.mark.parametrize(
    "lines",
    [
        "Thoughts, anyone?\nWell, no.\nYes, why not.\nNo, it floods there every year.\n",
        "Notes, remarks\nOttilie, mow it again\nBo, let it be\nEly, what for then\n",
        "My view;\nwell, it is mown;\nwho would not mow it;\nas the vicar did;\n",
    ],
)
def test_sentences_with_as_many_commas_are_no_table(lines):
    assert [one.text for one in read(lines).comments] == lines.splitlines()


def test_a_column_that_names_all_parents_is_the_id():
    thread = read("entry,in response to,name,text\nM1,NA,Bo,Mow it.\nM2,M1,Ida,When?\nM3,M2,Bo,In May.\n")
    assert [(one.id, one.parent) for one in thread.comments] == [("M1", None), ("M2", "M1"), ("M3", "M2")]


@given(
    st.lists(
        st.lists(st.text(alphabet='ab",\n é', max_size=6), min_size=2, max_size=4).filter(lambda row: any(row)),
        max_size=5,
    )
)
def test_records_agree_with_the_csv_module(rows):
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(rows)
    text = out.getvalue()
    assert [fields for _, fields in records(text, ",")] == list(csv.reader(io.StringIO(text), strict=True))


@pytest.mark.parametrize(
    "text",
    ["<!DOCTYPE html>\n<title>Ferry</title>", '\n<?xml version="1.0"?>\n<rss></rss>', "<HTML lang='en'>", "<rss>"],
)
def test_a_page_of_markup_is_refused(text):
    assert "save it as text, or export the comments as CSV" in str(refusal(text))
    assert [one.text for one in read_threads(io.BytesIO(b"<3 this\n<b>No</b>"))[0].comments] == ["<3 this", "<b>No</b>"]


def test_a_row_without_words_and_without_an_id_to_be_answered_by():
    assert "line 3: the text is empty" in str(refusal("author,text,parent\nIda,Once more,\nOdo,,1\n"))


@pytest.mark.parametrize(
    "head", ["Nr.;Antwort auf;Nutzer;Kommentar", "N°;Réponse à;Pseudo;Message", "No;Reply to no;Name;Comment"]
)
def test_a_number_is_a_rows_id_if_others_answer_it(head):
    thread = read(f"{head}\n11;;Bo;Late again.\n12;11;Ida;For whom?\n13;-;Ely;Walk.\n")
    assert [(one.id, one.author, one.parent) for one in thread.comments] == [
        ("11", "Bo", None),
        ("12", "Ida", "11"),
        ("13", "Ely", None),
    ]


def test_a_number_that_no_row_answers_is_no_id():
    thread = read("no;name;comment\n1;Bo;Late again.\n1;Ida;For whom?\n")
    assert [one.author for one in thread.comments] == ["Bo", "Ida"]


def test_a_parent_that_is_a_name_is_that_persons_latest_row_above():
    rows = (
        "Bo,,Late again.\nIda,Bo,For whom?\nBo,Ida,For me.\nEly,Bo,And me.\nIda,Bo,Then walk.\nEly,Morag,Who knows?\n"
    )
    thread = read(f"username,replying_to,content\n{rows}")
    assert [one.parent for one in thread.comments] == [None, "1", "2", "3", "3", None]


def test_whoever_is_answered_without_a_row_is_no_parent_if_rows_have_no_ids():
    thread = read("username,replying_to,content\nBo,@gazette,Late again.\nIda,@bo,For whom?\n")
    assert [one.parent for one in thread.comments] == [None, "1"]


def test_a_parent_that_is_neither_an_id_nor_a_name_is_refused():
    with pytest.raises(ThreadError, match="'7'"):
        read("id,username,reply_to,content\n1,Bo,,Late again.\n2,Ida,7,For whom?\n")
