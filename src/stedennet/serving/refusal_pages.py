"""Refusals that need no Django: short pages in both languages, without anything from the database."""

from collections.abc import Mapping

PAGE = """<!doctype html>
<html lang="nl"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title></head>
<body><main><h1>{title}</h1><p>{dutch}</p><p lang="en">{english}</p></main></body></html>
"""

WORDS = {
    400: ("Dit verzoek is niet te lezen", "Probeer het opnieuw.", "This request cannot be read. Please try again."),
    405: ("Dat kan hier niet", "Deze vraag beantwoorden wij niet.", "This method is not answered here."),
    408: (
        "Uw bericht kwam niet op tijd binnen",
        "Ga terug en verstuur het opnieuw. Wat u typte staat er nog.",
        "Your message did not arrive in time. Go back and send it again; what you typed is still there.",
    ),
    413: (
        "Dit is te groot om te versturen",
        "Ga terug en kies een kleiner bestand of een kortere tekst. Wat u typte staat er nog.",
        "This is too large to send. Go back and choose a smaller file or shorter text; what you typed is still there.",
    ),
    429: (
        "U verstuurt te veel tegelijk",
        "Wacht een halve minuut en probeer het opnieuw.",
        "You are sending too much at once. Wait half a minute and try again.",
    ),
    500: (
        "Er ging iets mis",
        "Dat ligt aan ons. Probeer het over een paar minuten opnieuw.",
        "Something went wrong on our side. Please try again in a few minutes.",
    ),
    503: (
        "Het is even te druk",
        "Wacht een halve minuut en probeer het opnieuw.",
        "We are very busy. Wait half a minute and try again.",
    ),
}

Answer = tuple[int, list[tuple[str, str]], bytes]


def build_refusal(status: int, *, headers: Mapping[str, str] | None = None) -> Answer:
    """The status, headers and page of a refusal; the connection closes after it."""
    title, dutch, english = WORDS[status]
    default_headers = {
        "content-type": "text/html; charset=utf-8",
        "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
        "x-content-type-options": "nosniff",
        "cache-control": "no-store",
        "connection": "close",
        "server": "",
    }
    if status in (429, 503):
        default_headers["retry-after"] = "30"
    page = PAGE.format(title=title, dutch=dutch, english=english).encode()
    return status, list({**default_headers, **(headers or {})}.items()), page
