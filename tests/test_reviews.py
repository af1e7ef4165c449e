"""Reviews copied from shops, app stores, and sites of films, games and places, as they lay them out."""

from __future__ import annotations

import pytest
from files import FIVE, read, said

REVIEWS = [(name, f"{words} So there.") for name, words in FIVE]
TITLES = ("Cold", "Never again", "Not for me", "As ever", "Good towels")
PHRASE = "This review is the subjective opinion of a Tripadvisor member and not of Tripadvisor LLC."
SITES = {  # the words, and the title where it is a reviewer's
    "games, in the shop": "{name}\n11{n} products in account\n{n} reviews\nRecommended\n7{n}.0 hrs on record\n"
    "Posted: {n} May\n"
    "{words}\nWas this review helpful?  Yes\nNo\nFunny\nAward\n{n}2 people found this review helpful\n\n",
    "games, name below": "{n}2 people found this review helpful\nNot Recommended\n1{n}.3 hrs on record\n"
    "Posted: {n} May, 2024\n"
    "{words}\nWas this review helpful?\nYes\nNo\nFunny\nAward\n{name}\n11{n} products in account\n{n}\n\n",
    "games, helpful above, name below": "1{n} people found this review helpful\n1\nRecommended\n1{n}.3 hrs on record\n"
    "POSTED: {n} MAY\n{words}\n{name}\n1 product in account\n{n}\n",
    "films, grade and title": "{n}/10\n{title}\n{name}{n} May 2024\n{words}\n{n} out of 9 found this helpful. "
    "Was this review helpful? Sign in to vote.\nPermalink\n",
    "films, name below": "{n}\n{title}\n{words}\n\nhelpful•1{n}\n2\n{name}\nMay {n}, 2024\nPermalink\n",
    "places, counts of friends": "{name}\nEly, UK\n3{n}\n12\n{n}\nMay {n}, 2024\n{words}\nHelpful {n}\n"
    "Thanks 0\nLove this 1\n"
    "Oh no 0\n\n",
    "programs": "{name}\nIT Manager\nMid-Market (51-1000 emp.)\n5/{n}/2024\nValidated Reviewer\n"
    "Review source: Organic\n{words}\nHelpful\n",
    "things, grade below a key": "{name}\n{n} maja 2024\nOcena:\n{n}\n{words}\nCzy ta opinia była pomocna?\n{n}\n0\n\n",
    "firms, invited": "{name}\nGB\n•\n{n} reviews\nRated {n} out of 5 stars\nInvited\nMay {n}, 2024\n{words}\n"
    "Date of experience: May 1, 2024\nUseful\nShare\n",
    "places, contributions": "{name}\nEly, UK•2{n} contributions\n{n}\n{title}\nMay 2024 • Couples\n{words}\n"
    "Read more\n"
    f"Written May {{n}}, 2024\n{PHRASE}\n\n",
    "hotels, wrote a review": "{name} wrote a review May 2024\nEly, UK2{n} contributions{n} helpful votes\n"
    "{title}\n{words}\n"
    "Read more\nDate of stay: May 2024\nHelpful\nShare\n",
    "hotels, rooms": "{name}\nUnited Kingdom\nDouble Room with Sea View\n{n} nights · May 2024\nFamily\n"
    "Reviewed: {n} May 2024\n{title}\n{n}\n{words}\nHelpful\nNot helpful\n\n",
    "firms, dates of experience": "{name[0]}\n{name}\nGB\n•\n{n} reviews\n\nMay {n}, 2024\n\n{title}\n{words}\n\n"
    "Date of experience: May 1, 2024\nUseful\nShare\n\n",
    "firms, a country below": "{name}\n{n} reviews\nGB\nRated {n} out of 5 stars\n{n} days ago\n{title}\n{words}\n"
    "Date of experience: 0{n} May 2024\nUseful\nShare\n\n",
    "maps": "{name}\nLocal Guide · 4{n} reviews · 12 photos\n{n} weeks ago\n{words}\nFood: {n}/5\nLike\nShare\n",
    "maps, in German": "{name}\n4{n} Rezensionen\nvor {n} Wochen\n{words}\nGefällt mir\nTeilen\n",
    "maps, in Polish": "{name}\n4{n} opinii\n{n} tygodni temu\n{words}\nLubię to\nUdostępnij\n",
    "apps": "{name}\nmore_vert\nFlag inappropriate\nMay {n}, 2024\n{words}\n{n}2 people found this review helpful\n"
    "Did you find this helpful?\nYes\nNo\n",
    "things, verified": "{name}\n{n}.0 out of 5 stars {title}\nReviewed in the United Kingdom on {n} May 2024\n"
    "Colour: RedVerified Purchase\n{words}\n{n}2 people found this helpful\nHelpful\nReport\n",
    "things, options side by side": "{name}\n{n}.0 out of 5 stars {title}\nReviewed in Malta on {n} May 2024\n"
    "Colour: RedSize: 2 m\n{words}\nHelpful\nReport\n",
    "things, bought above the grade": "{name}\nVerified Purchase\n{n} days ago\n{n}\n{title}\n{words}\nHelpful ({n})\n"
    "Report\n",
    "things, bought below the grade": "{name}\n{n}\nVerified Purchase\n{title}\n{words}\nHelpful\nReport\n",
    "things, bought between title, name and date": "{n}\n{title}\nVerified Purchase\n{name}\n{n} days ago\n{words}\n"
    "Helpful ({n})\nReport\n",
    "things, bought between title and name": "{title}\nVerified Purchase\n{name}\n{n}\n{words}\n{n} weeks ago\n",
    "games, given": "{name}\n{n} reviews\nRecommended\n1{n}.3 hrs on record\nPosted: {n} May\n"
    "Product received for free\n{words}\nWas this review helpful?\nYes\nNo\nFunny\nAward\n",
    "things, in French": "{name}\n{n},0 sur 5 étoiles {title}\nAvis laissé en France le {n} mai 2024\n"
    "Achat vérifié\n{words}\n"
    "{n}2 personnes ont trouvé cela utile\nUtile\nSignaler\n",
    "things, in Polish": "{name}\nOpinia potwierdzona zakupem\nPolecam\n{n}/5\n"
    "Wystawiono {n} miesięcy temu, po 3 dniach\n{words}\n"
    "Czy opinia jest przydatna?\n{n}\n0\n\n",
    "things, name below": "{n} out of 5 stars review\n5/{n}/2024\n{title}\n{words}\n{name}\n0\n{n}\nReport\n",
    "handmade, name below": "{n} out of 5 stars\n{n}\nThis item\n{words}\n\n{name}\nMay {n}, 2024\n\n",
    "an auction": "{name}- Feedback left by buyer.\nPast month\n{words}\nVerified purchase\n\n",
    "employers": "{n}.0\n{n} May 2024\n{title}\n{name}\nFormer employee, more than {n} years\nRecommend\n"
    "Business outlook\n"
    "{words}\nHelpful\nShare\n",
    "films, in French": "{name}\n1{n} abonnés\n4{n} critiques\nSuivre son activité\n{n},5\n"
    "Publiée le {n} mai 2024\n{words}\n",
    "films, in Spanish": "{name}\nLugo\n{n}\n{n} de mayo de 2024\n"
    "{n} de 19 usuarios han encontrado esta crítica útil\n{title}\n"
    "{words}\n¿Te ha resultado útil esta crítica?\nSí\nNo\n",
    "films, stars": "{name}\n@handle_{n}\n05/0{n}/24\nRated {n}/5 Stars\n{words}\n",
    "films, stars behind the name": "{name} ★★★½ {n}\n{words}\n\nLike review\n{n},204 likes\n",
    "stars above the name": "★★★★☆\n{name}\n{n} May 2024\n{words}\nHelpful\nReport\n",
    "title, grade and name": "{title}\n{n} out of 5 stars\n{name} - {n} months ago, Verified purchaser\n{words}\n"
    "Helpful ({n})\nReport review\n",
    "grade, title and name": "Rated {n} out of 5 stars\n{title}\nPosted {n} months ago\n{name}\n{words}\n"
    "Helpful ({n})\nUnhelpful (0)\nReport\n",
    "a table for two": "{name[0]}\n{name}\nLeeds\n{n} reviews\nDined on {n} May 2024\nOverall\n{n}\nFood\n4\n{words}\n"
    "Is this helpful?\n",
    "books": "{name}\n1{n} reviews 2{n} followers\nFollow\nRated {n} out of 5 stars\nMay {n}, 2024\n{words}\n"
    "{n} likes\nLike\nComment\n\n",
    "homes for a night": "{name}\n{n} years on Lodger\nRating, {n} stars\n·\nMay 2024\n·\nStayed a few nights\n"
    "{words}\n\n",
    "prices, in German": "{n},0 Sterne\n{title}\nvon {name} am {n}.05.2024\n{words}\n"
    "War diese Meinung hilfreich? Ja ({n}) Nein (0)\n\n",
    "films, watched": "{name}\n★★★½\nWatched 0{n} May 2024\n{n}\n\n{words}\n\nLike review\n{n},204 likes\n",
}


def page(site: str, reviews=REVIEWS) -> str:
    numbered = enumerate(zip(reviews, TITLES, strict=False), 1)
    return "".join(
        SITES[site].format(name=name, words=words, title=title, n=n) for n, ((name, words), title) in numbered
    )


def titled(site: str, reviews=REVIEWS) -> list[tuple[str, str]]:
    has_title = "{title}" in SITES[site]
    return [
        (name, f"{title} {words}" if has_title else words)
        for (name, words), title in zip(reviews, TITLES, strict=False)
    ]


def flat(text: str) -> list[tuple[str | None, str]]:
    return [(author, " ".join(words.split())) for author, words in said(text)]


@pytest.mark.parametrize("site", SITES)
def test_a_page_of_reviews_is_names_titles_and_words(site):
    assert flat(f"Ely Lido\n\n{page(site)}") == titled(site)


UNSURE = (
    "films, in French",
    "films, stars",
    "films, stars behind the name",
    "a table for two",
    "title, grade and name",
)


@pytest.mark.parametrize("site", [site for site in SITES if site not in UNSURE])
def test_two_reviews_are_enough(site):
    assert flat(f"Ely Lido\n\n{page(site, REVIEWS[:2])}") == titled(site, REVIEWS[:2])


@pytest.mark.parametrize(
    "site",
    ["games, in the shop", "games, name below", "apps", "things, verified", "places, contributions"],
)
def test_one_review_is_enough_where_two_lines_are_a_sites_alone(site):
    reviews = [("Bianca", "Shame on them.\n\nWho pays?")]
    assert flat(f"Ely Lido\n\n{page(site, reviews)}") in ([(n, " ".join(w.split())) for n, w in titled(site, reviews)],)


@pytest.mark.parametrize("words", ["12", "Yes", "No", "10/10", "Recommended", "Read more", "Useful"])
def test_what_looks_like_the_sites_own_may_be_somebodys_words(words):
    reviews = [*REVIEWS[:3], ("Ida Falk", f"Nobody asked us.\n{words}"), REVIEWS[4]]
    for site in ("games, in the shop", "things, verified", "maps", "apps"):
        texts = [text for _, text in said(f"Ely Lido\n\n{page(site, reviews)}")]
        assert words in texts[3].split("\n") or " " in words


def test_who_is_reviewed_answers_the_review_above():
    answers = {
        "maps": "Response from the owner 2 weeks ago\nSorry!\n",
        "maps, in German": "Antwort vom Inhaber vor 2 Wochen\nSorry!\n",
        "apps": "Lido Apps Ltd\nMay 4, 2024\nSorry!\n",
        "firms, dates of experience": "Reply from Ely Lido\nMay 4, 2024\nSorry!\n\n",
        "places, counts of friends": "Business owner information\nPetra V.\nBusiness Owner\nMay 4, 2024\nSorry!\n\n",
        "hotels, wrote a review": "Response from Petra V, General Manager at Ely Lido\nResponded 4 May 2024\nSorry!\n",
    }
    for site, answer in answers.items():
        thread = read(f"Ely Lido\n\n{page(site, REVIEWS[:2])}{answer}{page(site, REVIEWS[2:])}")
        assert [one.parent for one in thread.comments] == [None, None, "2", None, None, None], site
        assert thread.comments[2].text == "Sorry!"


def test_who_is_reviewed_may_answer_every_review():
    answer = "Lido Apps Ltd\nMay {n}, 2024\nSorry, {name}.\n"
    page = "".join(
        (SITES["apps"] + answer).format(name=name, words=words, n=n) for n, (name, words) in enumerate(FIVE, 1)
    )
    assert said(page) == [one for name, words in FIVE for one in ((name, words), ("Lido Apps Ltd", f"Sorry, {name}."))]


def test_lines_that_recur_with_every_review_are_the_sites():
    page = "".join(
        f"{name}\nmore_vert\nShow earlier versions\nMay {n}, 2024\n{words}\nKind of visit\nFamily\nPrice\n£{n}0\n"
        "Did you find this helpful?\nYes\nNo\n"
        for n, (name, words) in enumerate(FIVE, 1)
    )
    assert said(page) == list(FIVE)


def test_names_that_differ_by_numbers_are_names():
    people = [(f"user{n}", words) for n, (_, words) in zip((3, 14, 15, 92, 65), FIVE, strict=True)]
    for site in ("maps", "things, verified", "games, name below"):
        assert [name for name, _ in said(f"Ely Lido\n\n{page(site, people)}")] == [name for name, _ in people]


def test_names_above_words_that_others_found_helpful_stay_with_them():
    for foot in ("Helpful\n", "Was this review helpful?\n", "7 people found this helpful\n"):
        page = "".join(f"{name}\n{n} days ago\n{words}\n{foot}" for n, (name, words) in enumerate(FIVE, 1))
        assert said(f"Ely Lido\n\nIt is cold.\n\n5 comments\n{page}") == list(FIVE)


def test_reviews_of_apps_are_told_by_their_heading():
    head = "{title}\n0{n}/05/2024\n{name}\n\n{words}\nmore\n"
    reviews = [
        head.format(title=title, name=name, words=words, n=n)
        for n, ((name, words), title) in enumerate(zip(REVIEWS, TITLES, strict=True), 1)
    ]
    reviews.insert(1, "Developer Response\nSorry!\nmore\n")
    thread = read(
        "Ratings & Reviews\n4.1\nout of 5\n1.2K Ratings\n" + "\n".join(reviews) + "App Privacy\nIt may track you.\n"
    )
    talk = [(name, f"{title} {words}") for (name, words), title in zip(REVIEWS, TITLES, strict=True)]
    talk.insert(1, ("Developer Response", "Sorry!"))
    assert [(one.author, " ".join(one.text.split())) for one in thread.comments] == talk
    assert thread.comments[1].parent == "1"


def test_names_with_dates_below_a_heading_of_reviews_are_no_titles():
    page = "".join(
        f"{name}\n{n} May 2024\n{words}\n\n"
        for n, (name, words) in enumerate([*FIVE[:3], ("Bo Hale", "Good"), ("Al Poe", "Warm")], 1)
    )
    assert [name for name, _ in said(f"Ely Lido\nCustomer reviews\n\n{page}")] == [
        *(name for name, _ in FIVE[:3]),
        "Bo Hale",
        "Al Poe",
    ]


def test_critics_have_papers_and_scores():
    page = "".join(
        f"{name}\nEly Courier\nTOP CRITIC\n{words}\nFull Review | Original Score: {n}/5 | May {n}, 2024\n"
        for n, (name, words) in enumerate(REVIEWS, 1)
    )
    assert flat(f"The Lido\nCritic Reviews\n{page}Load More\n") == REVIEWS


@pytest.mark.parametrize("site", SITES)
def test_blank_lines_between_all_lines_lose_no_words(site):
    spaced = page(site).replace("\n\n", "\n").replace("\n", "\n\n")
    assert flat(f"Ely Lido\n\n{spaced}") == titled(site)


def test_what_is_below_the_last_review_is_no_words():
    foot = "See all reviews\nWhat's new\nSmall fixes.\nFlag as inappropriate\n"
    assert flat(f"Ely Lido\n\n{page('apps')}{foot}") == REVIEWS
    assert flat(f"Ely Lido\n\n{page('games, name below')}Forward to Friends\nAbout\n") == REVIEWS


def test_links_at_the_foot_of_a_page_are_no_words():
    foot = "About us\nCareers\nPrivacy policy\nContact\n"
    for site in ("films, in French", "handmade, name below", "films, stars"):
        assert flat(f"Ely Lido\n\n{page(site)}\n{foot}") == titled(site)
        assert flat(f"Ely Lido\n\n{page(site)}")[-1][1].endswith("So there.")


def test_what_is_reviewed_is_no_reviewer():
    top = "Bath towel, blue\n4.1 out of 5 stars\nTop reviews from France\n"
    thread = read(f"{top}{page('things, verified')}")
    assert (thread.title, [one.author for one in thread.comments]) == ("Bath towel, blue", [name for name, _ in FIVE])


def test_countries_below_counts_of_reviews_and_links_to_pages_are_nobodys():
    review = "{name}\n{n} reviews\nIE\n{n} days ago\nRated {n} out of 5 stars\n{words}\n\n"
    review += "Date of visit: 3 May\nUseful\nShare\n"
    talk = "".join(review.format(name=name, words=words, n=n) for n, (name, words) in enumerate(FIVE[:3], 2))
    assert said(f"Ely Lido\nWrite a review\nSort:\nMost recent\n{talk}Previous\n1\n2\nNext page\n") == list(FIVE[:3])


def test_below_a_heading_of_reviews_a_title_and_a_name_are_below_the_grade():
    review = "Rating: {n} out of 5 stars.\nVerified Purchase\n{title}\n{name}\n{words}\nHelpful?\nYes ({n})\nNo (0)\n"
    talk = "".join(
        review.format(name=name, title=title, words=words, n=n)
        for n, ((name, words), title) in enumerate(zip(REVIEWS, TITLES, strict=True), 1)
    )
    thread = read(f"Bath towel, blue\nCustomer reviews\n4.4\nAverage rating\n{talk}Load more\n")
    assert thread.title == "Bath towel, blue"
    assert [(one.author, " ".join(one.text.split())) for one in thread.comments] == [
        (name, f"{title} {words}") for (name, words), title in zip(REVIEWS, TITLES, strict=True)
    ]


def test_a_reviewer_who_writes_books_has_their_number_below_the_name():
    counts = ("{n} reviews\n{n}2 followers\n", "Author {n} books\n{n}2 followers\n")
    talk = "".join(
        f"{name}\n{counts[n == 3].format(n=n)}Follow\nMay {n}, 2024\n{words}\n{n} likes\nLike\nComment\n"
        for n, (name, words) in enumerate(FIVE, 1)
    )
    assert said(f"The Salt Ledger\nDisplaying 1 - 5 of 31 reviews\n{talk}") == list(FIVE)


def test_lines_that_are_each_a_picture_of_the_one_below_make_no_review():
    lines = ["Bo", "May 3, 2020", "hi", "Reply", *["> talk ★"] * 20_000, "Reply"]
    assert [text for _, text in said("\n".join(lines))] == lines
