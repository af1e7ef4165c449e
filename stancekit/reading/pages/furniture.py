"""Recognise a page's own words: buttons, counts, rules, boxes, people's roles on the site."""

from __future__ import annotations

import re
from functools import lru_cache

from stancekit.reading.pages.dates import LONGEST_NAME, REMEMBERED, is_date, split_date

__all__ = [
    "BESIDE",
    "BETWEEN",
    "DOTS",
    "GONE",
    "QUOTES",
    "RULE",
    "SIGN",
    "answered",
    "bare_button",
    "boilerplate",
    "buttons",
    "is_above_words",
    "is_faint",
    "is_furniture",
    "is_role",
    "parts_of_row",
]

RULE = re.compile(r"[\s*_=•·–—~#-]{3,}")
DOTS = ("•", "·", "—")
SIGN = re.compile(r"[^\w\s\x00-\x7f·•]{1,4}")  # such as 👍


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_NAVIGATION = _words(
    """
    comment reply replies vote quote multiquote share shares like likes liked dislike report flag permalink upvote
    downvote upvotes votes points recommend edited copy bookmark tweet print email pin facebook twitter whatsapp
    linkedin login repost reposts boost boosts quotes favorites favourites translate
    antworten teilen melden bewerten kommentieren empfehlen
    répondre partager signaler commenter recommander responder compartir denunciar reportar comentar
    beantwoorden reageren reageer delen rapporteren rispondi condividi segnala curtir compartilhar
    votos voix stimmen głosy głosów odpowiedz udostępnij zgłoś bearbeitet modifié editado edytowano
    ответить поделиться пожаловаться нравится
    """
)
_TOGETHER = _words(
    "save unsave hide embed parent source context crosspost give award avatar favorite favourite website link"
)
_BESIDE_OTHERS = _words("send useful find")
_ROLES = (
    *_words("op mod moderator admin bot app author subscriber verified creator staff editor member contributor owner"),
    *_words("maintainer collaborator developer reporter maker leader regular unread, more_vert english"),
    *_words("abonné abonnée abonnent abonnentin suscriptor suscriptora autor autorin auteur autrice administrateur"),
    *("featured", "featured comment", "top comment", "stickied comment", "pinned comment"),
)
_PHRASE = re.compile(
    r"(?:please |you must )?(?:(?:log|sign) ?(?:in|up)|register)(?: (?:or|for) .{1,20})? to "
    r"(?:reply|comment|post|vote|join|like)\b.*"
    r"|(?:log|sign) ?in (?:with|via|using) .{1,20}|sign up for free|to join this conversation on .{1,80}"
    r"|(?:leave|add|post|write|submit) a (?:comment|reply)(?: to .*)?[.…]*"
    r"|(?:load|show|view|see|hide|read)(?: all)?(?: \d[\d,]*)?(?: more)?(?: previous)?"
    r" (?:comments|replies|reply|reviews|responses)(?: ?\(\d[\d,]*(?: repl(?:y|ies))?\))?"
    r"|.{1,40} replied ?· ?\d+ repl(?:y|ies)|see translation|(?:expand|see|read) full comment"
    r"|(?:view )?\d[\d.,]*k? (?:views?|upvotes?|followers?|subscribers?)|\d[\d.,]* more comments?[.…]*"
    r"|post your reply|write your reply|click to expand[.…]*"
    r"|(?:proudly )?powered by .{1,30}|facebook comments plugin|transcribed by .{1,40}|ads by \w+|what do you think\?"
    r"|(?:the )?(?:views|opinions|comments) (?:expressed|below|above) .*(?:not|moderated).*"
    r"|comments (?:for this \w+ )?(?:are|have been|were) (?:now )?(?:closed|moderated|disabled).*"
    r"|(?:be the first to comment|no comments).*"
    r"|sort(?:ed)? by:?.{0,30}|(?:newest|oldest|best|most liked) first|first (?:newest|oldest)|reply to .{1,40}"
    r"|(?:share|save|print) this(?: article| story| post)?:?|back to top|subscribe(?: now)?"
    r"|(?:(?:story|article) continues below )?advertisements?(?:\s?[-–—:] .{1,40})?|sponsored(?: content)?"
    r"|(?:view|read|open|see) (?:this|it) .{0,20}\b(?:in|on) (?:your|a|the) (?:web )?browser\b.{0,20}"
    r"|(?:©|copyright\b).*|all rights reserved.*|(?:tags|filed under|categories|topics|posted in):.*"
    r"|(?:pingback|trackback): .* [|»–—] .*|\d+ repl(?:y|ies) by [^.!?]{1,60}|[−–-] \+|\+ [−–-]"
    r"|(?:also read|read (?:also|more|next)|more on this|lire aussi|lesen sie auch|lees ook)(?: ?:|$)[^.!?]{0,100}"
    r"|(?:sign up|subscribe) (?:for|to) (?:our|the) .{0,30}newsletters?"
    r"|continue reading.*|was this (?:(?:answer|comment|reply|review) )?helpful.*"
    r"|your e-?mail address will not be published.*|required fields are marked.*"
    r"|(?:name|e-?mail|website|comment) ?\*|post comment|level \d{1,2}"
    r"|hacker news(?: new)?(?: \|.*)?|\d+ points? by .{1,40} ago(?: ?\|.*)?|guidelines \| faq \|.*|search:"
    r"|u/[\w-]{1,30} avatar|r/\w{2,30}|submitted .{1,30} ago by \S+|posted on .{1,30}\d{4} by .{1,40}"
    r"|go to comments|top[ -]fan|most relevant|click to rate(?: +\d+)*|translate to \w+|see (?:more|less)"
    r"|(?:show|view) more of this (?:conversation|thread)|continue this thread|some people can reply|type a message"
    r"|(?:skip|jump) to (?:the )?(?:main |primary )?(?:content|navigation|search|footer|comments?|menu|sidebar)"
    r"|\d+ more repl(?:y|ies)|skip navigation|post navigation"
    r"|[←→ ]*(?:older|newer|previous|next) (?:posts?|articles?|page)[←→ ]*"
    r"|save my name, e-?mail,.*|your comment is awaiting moderation\.?(?: this is a preview.*)?"
    r"|\d+ posts? [•·] page \d+ of \d+|return to [“\"].{1,60}|thread starter .* start date .*"
    r"|reply with quote|post reply|this topic was automatically closed .*"
    r"|-* ?(?:original|forwarded) message ?-*|begin forwarded message:"
    r"|\d+ (?:.{1,20} )?reactions?\.?|\d+ new (?:comments|messages|posts|replies)|comment (?:actions|options)"
    r"|answer selected by \S{1,40}"
    r"|(?:to|cc|bcc):\s.{0,60}@.{1,60}|unread,?|skip to first unread message"
    r"|last reply .{1,40}|(?:thread in|also sent to) (?:#\S+|the channel)|showing \d+-\d+ of \d+ posts"
    r"|add bookmark|user avatar|follow(?:ing)?|react with \S{1,4}|view more|loading more|like review"
    r"|(?:one person|\d[\d,]* people) found this (?:(?:answer|comment|reply|review) )?(?:helpful|funny)"
    r"|did you find this (?:review )?helpful\?"
    r"|(?:report|flag) (?:this (?:comment|post|review)|abuse|(?:as )?inappropriate)|pinned by .{1,40}|view thread|:"
    r"|highlighted (?:comment|reply)"
    r"|last edited(?::| by| on| at) .{1,80}|per page:[\d\s]*"
    r"|exported \d+ message\(s\)|reply (?:to )?all|forward|thread starter|start date"
    r"|(?:fedi|perma)link|link to (?:this )?comment|(?:customer|user|guest) (?:reviews|ratings)"
    r"|(?:[\u2600-\u27bf\U0001f300-\U0001faff]\ufe0f?[\U0001f3fb-\U0001f3ff]?\s?\d[\d.,]*k?\s*)+"  # reactions
    r"|\[[–+−-]\]|\d+ points?|rated \d(?:[.,]\d)? out of 5 stars|unprompted review|top comments"
    r"|(?:vote|share) this (?:review|answer)|add (?:a )?comment|load more[.…]*|reply ?delete"
    r"|newer post.{0,20}home|all times are .{1,40}|[«‹←]\s*(?:older|newer|previous|next|prev)\b.{1,100}[»›→]"
    r"|new(?: messages?)?|more posts you may like|do not sell (?:or share )?my (?:personal )?(?:info(?:rmation)?|data)"
    r"|(?:log|sign) ?(?:in|up)|search comments|expand comment search|(?:everybody|anyone) can reply|\d[\d.,]*k? quotes?"
    r"|displaying \d+ - \d+ of \d[\d,]* (?:comments|replies|posts|reviews)|search (?:review text|reviews)"
    r"|more reviews(?: and ratings)?|marked as (?:answer|resolved|done|solved|answered)"
    r"|most (?:recent|liked|popular|upvoted)"
    r"|see all (?:comments|responses|replies|reviews)|(?:top|most helpful) reviews(?: from .{1,30})?"
    r"|thread rating:.{0,40}|\d+ vote\(s\).{0,20}|thread modes"
    r"|users browsing this (?:thread|forum).{0,40}|view a printable version|subscribe to this (?:thread|forum|topic)"
    r"|thread tools(?:\s+(?:search thread|display|rating))*|\d[\d.,]*k? (?:global )?ratings|see new posts"
    r"|highest score \(default\)|improve this (?:question|answer)|original audio|show parent"
    r"|mark as (?:un)?read|\d+ repl(?:y|ies), \d+ unread"
    r"|choose a reason(?: for hiding this comment)?|hide comment|the reason will be displayed to describe this .*"
    r"|(?:arrow|caret|chevron|message|minus|more|plus|thumbs)-(?:up|down|left|right|square|circle|vertical)"  # icons
    r"|subscribe to: (?:post )?(?:comments|posts) \(atom\)|customer images?|share:|more replies|view \d+ more"
    r"|(?:(?:facebook|x|twitter|bluesky|linkedin|reddit|pinterest|tumblr|whatsapp|email|share|link)(?:\s+|$)){4,}"
    r"|\d[\d.,]*k? members|\d+ (?:days|months|years) later|message #\S{1,40}|shift \+ return to add a new line",
    re.IGNORECASE,
)
GONE = re.compile(  # what is where a comment was
    r"\[(?:deleted|removed)\]|deleted post|comment (?:removed|deleted) by (?:moderator|user)"
    r"|this (?:comment|message|post|reply) (?:(?:has been|was) (?:deleted|removed|hidden)|violated our policy)"
    r"(?: by (?:a |its |the )?(?:author|moderators?|user)| (?:because it|for) (?:broke|violat)\w* [^?!]{1,40})?\.?",
    re.IGNORECASE,
)
# At a page's foot, side by side.
_FOOT = re.compile(
    r"(?!(\w+) \1\b)"  # "Jobs jobs jobs" is somebody's words
    r"(?:(?:about(?: us)?|help|tags|filter|moderation log|privacy(?: policy)?|terms(?: of (?:use|service))?|faqs?|legal"
    r"|contact(?: us)?|careers|press|blog|status|jobs|rules|cookies?(?: policy| settings)?|guidelines|accessibility"
    r"|advertise|imprint|impressum|datenschutz|agb|kontakt|sitemap|collection notice)(?:[\s·•∙|/]+|$)){3,}",
    re.IGNORECASE,
)
# On German, French, Spanish, Dutch, Italian, Portuguese, Polish and Russian pages.
_PHRASE_ELSEWHERE = re.compile(
    r"gefällt mir(?: nicht mehr)?(?: ?\(?\d+\)?)?"
    r"|(?:\d+ )?(?:j['’]aime|me gusta|leserempfehlung(?:en)?|empfehlung(?:en)?)(?: ?\(?\d+\)?)?"
    r"|(?:alle )?(?:\d+ )?(?:kommentare|antworten) (?:anzeigen|ansehen|lesen|ausblenden)|\d+ mal geteilt"
    r"|(?:schreiben? sie|schreibe) einen kommentar.*|kommentar schreiben|antwort schreiben"
    r"|kommentieren? als .{1,40}|(?:relevanteste|neueste|älteste|beste) zuerst|übersetzung anzeigen"
    r"|(?:mehr|alle) anzeigen|mehr"
    r"|voir (?:plus(?: de (?:commentaires|réponses))?|la traduction)"
    r"|(?:voir|afficher|masquer) (?:les )?(?:\d+ )?réponses?(?: \(\d+\))?"
    r"|ver (?:más(?: (?:comentarios|respuestas))?|traducción)"
    r"|(?:ver|mostrar|ocultar) (?:las )?(?:\d+ )?respuestas?(?: \(\d+\))?"
    r"|(?:laisser|ajouter|écrire) un commentaire.*|(?:deja|añade|añadir|escribe) (?:un|tu) comentario.*"
    r"|(?:deine|ihre) e-mail-adresse wird nicht veröffentlicht.*"
    r"|votre adresse (?:e-?mail|de messagerie) ne sera pas publiée.*"
    r"|tu dirección de correo electrónico no será publicada.*"
    r"|(?:geef|plaats|schrijf) een reactie.*|(?:je|uw) e-?mailadres wordt niet (?:gepubliceerd|getoond).*"
    r"|(?:meer|alle) reacties(?: (?:laden|weergeven|bekijken))?|(?:mi piace|vind ik leuk|gosto)(?: ?\(?\d+\)?)?"
    r"|(?:lascia|scrivi|aggiungi) un commento.*|il tuo indirizzo e-?mail non sarà pubblicato.*"
    r"|(?:deixe|adicione|escreva) um comentário.*|o seu endereço de e-?mail não será publicado.*"
    r"|(?:mostra|visualizza|carica) (?:altr[ie] )?(?:commenti|risposte)"
    r"|(?:ver|carregar) mais(?: comentários| respostas)?"
    r"|(?:добавить|оставить|написать) комментарий.*|показать (?:ещё|все) ?.{0,20}"
    r"|zgłoś do moderacji|lubię to!?(?: ?:? ?\d+)?|(?:najnowsze|najstarsze|najlepsze)(?: komentarze)?"
    r"|anzeige|werbung|publicité|publicidad|pubblicità|advertentie|publicidade|reklama|реклама"
    r"|największy fan|kommentar hinzufügen.*|sortuj według|tri[ée]+e?s? par|facebook kommentar-plug-in"
    r"|plugin commentaires facebook|module social de commentaires facebook|plugin de comentarios de facebook"
    r"|wtyczka komentarze na facebooku"
    r"|(?:dodaj|napisz) komentarz.*|pokaż .{0,20}(?:komentarz[ey]?|odpowiedzi)(?: \(\d+\))?|zaloguj się.*"
    r"|(?:reply|comment|kommentieren|commenter|comentar) ?(?:…|\.{3})"
    r"|(?:se connecter|s['’]inscrire|iniciar sesión|registrarse)"
    r"|les? plus (?:pertinents?|récents?|anciens?|populaires?)|(?:los )?más (?:recientes|antiguos|relevantes|valorados)"
    r"|(?:tri(?:er)?|ordenar|sortier(?:en|ung)) ?(?:par\b|por\b|nach\b|:).{0,30}",
    re.IGNORECASE,
)
_GLUED_PART = re.compile(  # links and buttons side by side, as they are copied
    r"\d{1,3}[smhdwy]|edited|[\d,.]+ (?:likes?|repl(?:y|ies))|reply|share|like|report|permalink|embed|save|parent"
    r"|recommend(?:[\d,.]+k?)?"
    r"|hide|context|see translation|full comments \(\d+\)|flag",
    re.IGNORECASE,
)
_GLUED = re.compile(rf"(?:{_GLUED_PART.pattern}){{2,}}", re.IGNORECASE)
_LONGEST_FURNITURE = 120


def is_furniture(text: str) -> bool:
    """Whether a line belongs to the page rather than to a person: buttons, counts, rules.

    Examples
    --------
    >>> [is_furniture(line) for line in ("Like 3 · Reply", "Load more comments", "* * *", "I like it. Reply!")]
    [True, True, True, False]
    """
    return len(text) <= _LONGEST_FURNITURE and _is_furniture(text)


@lru_cache(REMEMBERED)
def _is_furniture(text: str) -> bool:
    patterns = (RULE, _PHRASE, _PHRASE_ELSEWHERE, _FOOT, _GLUED)
    is_gone = not text.startswith("[") and GONE.fullmatch(text) is not None
    if text in DOTS or is_gone or (any(pattern.fullmatch(text) for pattern in patterns) and not is_date(text)):
        return True
    if answered(text) is not None:
        return True
    parts = [part.strip() for part in BETWEEN.split(text)]
    if len(parts) > 1 and any(map(is_furniture, parts)) and all(_is_part_of_row(part) for part in parts):
        return True
    half = text[: len(text) // 2]
    if half and text == f"{half} {half}":  # a picture's text beside the button's
        return _is_furniture(half)
    row = split_date(text)[0] or text  # "Reply Like May 4, 2024"
    words = [word for word in re.split(r"[\s·•|›»/,()\[\]↑↓▲▼+-]+", row.casefold()) if word]
    together = sum(word in _TOGETHER for word in words)
    if not together > 1 and not any(word in _NAVIGATION for word in words):
        return False
    return all(word in _NAVIGATION or word in _TOGETHER or word.isdecimal() or is_date(word) for word in words)


_LIKED = re.compile(r"[^.!?]{1,60} likes? this", re.IGNORECASE)  # only between buttons


def _is_part_of_row(text: str) -> bool:
    return not text or is_furniture(text) or is_faint(text) or is_date(text) or _LIKED.fullmatch(text) is not None


_COUNT = re.compile(r"(?:[^\w\s\x00-\x7f£€¥]{1,2}\s?|[-+])?\d[\d.,]*\s?[km]?|\(\d[\d.,]*k?\)", re.IGNORECASE)


def is_faint(text: str) -> bool:
    """Whether a line is a number, or a word that is a button only beside another one.

    Examples
    --------
    >>> [is_faint(line) for line in ("12", "1.4K", "Save", "12 votes")]
    [True, True, True, False]
    """
    is_small = text.casefold() in _TOGETHER or text.casefold() in _BESIDE_OTHERS
    return len(text) <= LONGEST_NAME and (is_small or _COUNT.fullmatch(text) is not None)


_COUNTS = re.compile(r"(?:[-−–]|(?<![\d.,]))[\d.,]+\s?[km]?\b|[()·•|›]", re.IGNORECASE)


def bare_button(text: str) -> str:
    """A button without its count.

    Examples
    --------
    >>> bare_button("Like (24)"), bare_button("1,204 Recommend"), bare_button("12")
    ('like', 'recommend', '')
    """
    return " ".join(_COUNTS.sub(" ", text).casefold().split())


BETWEEN = re.compile(r"[·•|›»]")
BESIDE = re.compile(r"[·•|›»]|\s{2,}")  # what a program that reads screens puts between buttons, too
_KEYED = re.compile(r"[^:]{2,30}:(?=\s)")


def buttons(text: str) -> list[str]:
    """The buttons side by side on a line, without their counts, dates and values.

    Examples
    --------
    >>> buttons("Like · Reply · 3"), buttons("3d24 likesReply"), buttons("Date of visit: 3 May 2024")
    (['like', 'reply'], ['likes', 'reply'], ['date of visit:'])
    """
    return [bare for part in parts_of_row(text) if not is_date(part) and (bare := bare_button(_without_date(part)))]


def parts_of_row(text: str) -> list[str]:
    """What is side by side on a line of buttons."""
    if _GLUED.fullmatch(text, 0, _LONGEST_FURNITURE):
        return [match[0] for match in _GLUED_PART.finditer(text)]
    return [stripped for part in BESIDE.split(text) if (stripped := part.strip()) and stripped not in DOTS]


def _without_date(text: str) -> str:
    match = _KEYED.match(text)
    return match[0] if match is not None and is_date(text[match.end() :].strip()) else text


_RECORD = re.compile(
    r"(?:top|rising|all-star|new|group|founding|conversation|visual)"
    r" (?:contributor|commenter|member|expert|starter|storyteller)"
    r"|liked by (?:[^.!?]|\.(?=\w)){1,30}|top \d+% \w+|(?:nyt|times|guardian|editors?['’]?s?|staff|reader) picks?"
    r"|(?:works|worked|studies|studied) (?:at|for) (?-i:[A-Z]).{0,40}[^.!?…]"
    r"|\d[\d.,]*k?(?: ?\d+ (?:gold|silver|bronze) badges?)+"
    r"|(?:(?:colou?r|size|style)(?: name)?: .{1,30})?verified purchase"
    r"|(?:he|she|they|him|her|them|it|xe|ze)(?:\s?/\s?(?:he|she|they|him|his|hers?|theirs?|them|its?|xem|zir|any)){1,2}"
    r"|(?:local guide)?(?:(?:^| ?· ?)\d[\d,.]* (?:reviews?|photos?|ratings?))+",
    re.IGNORECASE,
)


def is_role(text: str) -> bool:
    """Whether a line says what somebody is on the site.

    Examples
    --------
    >>> [is_role(text) for text in ("Moderator", "12 reviews", "Author Maintainer", "Author of six books")]
    [True, True, True, False]
    """
    if len(text) > LONGEST_NAME:
        return False
    said = text.casefold().lstrip("·• ")
    is_several = " " in said and all(word in _ROLES for word in said.split())  # "Author Maintainer"
    return said in _ROLES or is_several or _RECORD.fullmatch(text) is not None


_ANSWERED = re.compile(
    r"[(\[]?(?:[↩↪→⤷└]\s*)?(?:in reply to|in response to|replying to|replied to|(?:als )?antwort auf"
    r"|en réponse à|en respuesta a|(?:in reactie|als antwoord) op|in risposta a|em resposta a|в ответ на"
    r"|repl(?:y|ied) to(?=:?$))\b:?"
    r"\s*(?:#\d{1,6} (?:von|by|from|de) (?=\S))?(.{0,60}?)(?: from comment #\d{1,6})?[)\]]?:?",
    re.IGNORECASE,
)
QUOTES = ('"', "“")  # around the first words of what is answered
_WORDS_OF_NAME = 5
_ENDS_SENTENCE = re.compile(r"[^\W\d_]{4,}\.$|[!?…]$")


def answered(text: str) -> str | None:
    """Whom a line says that a comment answers; ``""`` if the next line names them, None if it says no such thing.

    Examples
    --------
    >>> answered("(in reply to Bianca)"), answered("Replying to"), answered("Reply to Bianca")
    ('Bianca', '', None)
    >>> answered("Replying to Bianca is a waste of time.") is None
    True
    """
    match = _ANSWERED.fullmatch(text) if len(text) <= _LONGEST_FURNITURE else None
    if match is None:
        return None
    is_preview = match[1][:1] in QUOTES and match[1].endswith(('..."', '…"', "...”", "…”"))
    if not is_preview and (len(match[1].split()) > _WORDS_OF_NAME or _ENDS_SENTENCE.search(match[1])):
        return None
    return match[1].strip()


_RATED = re.compile(r"(?:rated )?\d(?:[.,]\d)? out of \d{1,2}(?: stars?)?", re.IGNORECASE)


def is_above_words(text: str) -> bool:
    """Whether one of the page's lines may stand between a date and the words below it.

    Examples
    --------
    >>> [is_above_words(line) for line in ("Edited", "Author", "In reply to Bianca", "Rated 2 out of 5", "Reply")]
    [True, True, True, True, False]
    """
    is_small = text.strip("()").casefold() == "edited" or is_role(text) or answered(text) is not None
    return is_small or _RATED.fullmatch(text, 0, LONGEST_NAME) is not None


_BOILERPLATE = re.compile(
    r"(?P<posts>(?:last|latest|recent|more|other)\s+(?:\d+\s+)?(?:posts?|articles?|stories)\s+(?:by|from)\b.*)"
    r"|(?P<footer>sign up for free to join this conversation\b.*"
    r"|to (?:add|leave|post) a comment,? (?:please |you must )?(?:log|sign) ?in\.?"
    r"|(?:sign up|subscribe) (?:for|to) (?:our|the) .{0,30}newsletter.*|log ?in or sign ?up for .*"
    r"|(?:you(?: are|['’]re) receiving|you(?: have|['’]ve)? received) this .{0,20}(?:e-?mail|newsletter|message)\b.*"
    r"|(?:foot)?notes:?|end of (?:the )?(?:comments|thread|discussion)\.?"
    r"|this (?:e-?mail|message|newsletter) was sent (?:to|by) .*)"
    r"|(?P<author>author:.*|about the author\b.*|about .{1,40} is an? .*)"
    r"|(?P<related>(?:related|more|similar|suggested)"
    r"(?: (?:articles?|stories|posts?|news|reading|coverage|links?|topics|threads))?:?"
    r"|you (?:may|might) (?:also )?(?:like|be interested in)\b.*|see also:?"
    r"|recommended(?: for you)?:?|trending(?: now)?:?|most (?:read|popular|viewed):?|lesen sie (?:auch|mehr):?"
    r"|das könnte (?:sie|dich) auch interessieren.*|meistgelesen:?|(?:à )?lire aussi ?:?|vous aimerez aussi ?:?"
    r"|(?:también )?te puede interesar:?|lee también:?|lees ook:?|leggi anche:?|leia (?:também|mais):?|czytaj też:?)",
    re.IGNORECASE,
)
_NAMES = {"posts": "last posts", "footer": "footer", "author": "author box", "related": "related"}


def boilerplate(text: str) -> str | None:
    """The name of the box that a line opens: ``"last posts"``, ``"author box"``, ``"related"``, ``"footer"``; or None.

    Examples
    --------
    >>> boilerplate("Last 5 posts by Ines Falk"), boilerplate("Author: Ines Falk"), boilerplate("The author left.")
    ('last posts', 'author box', None)
    """
    match = _BOILERPLATE.fullmatch(text) if len(text) <= _LONGEST_FURNITURE else None
    return _NAMES[match.lastgroup] if match is not None and match.lastgroup is not None else None
