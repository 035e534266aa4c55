"""What somebody wrote is cut out of a mail: no quoted text, no signature, nothing of their own lost."""

from email.message import EmailMessage

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stedennet.mailing.rules.replies import cut_reply, parse_reply

WORDS = st.text(st.characters(codec="utf-8", exclude_characters="\r\n>_-", categories=("L", "N", "Zs")), min_size=1)
LINES = st.lists(WORDS.map(lambda line: f"x{line}".rstrip()), min_size=1, max_size=8)
QUOTED = "\n".join(["> Kees schreef over “Kaart”:", ">", "> Hallo", "> https://example.org/oproepen/mijn/geheim/"])
QUOTES = [
    f"Op ma 2 mrt. 2026 om 09:00 schreef Stedennet <noreply@example.org>:\n{QUOTED}",
    f"Op ma 2 mrt. 2026 om 09:00 schreef Stedennet\n<antwoord+1-abcdefghijklmnop@example.org>:\n\n{QUOTED}",
    f"On Mon, 2 Mar 2026 at 09:00, Stedennet <noreply@example.org> wrote:\n{QUOTED}",
    f"Stedennet schreef op 02-03-2026 om 09:00:\n{QUOTED}",
    "-----Oorspronkelijk bericht-----\nVan: Stedennet\nVerzonden: maandag\n\nHallo geheim",
    "-----Original Message-----\nFrom: Stedennet\n\nHallo geheim",
    "Van: Stedennet <noreply@example.org>\nVerzonden: maandag 2 maart 2026 09:00\nAan: Jo\nOnderwerp: Kaart\n\ngeheim",
    "*From:* Stedennet\n*Sent:* Monday\n*To:* Jo\n\ngeheim",
    "________________________________\nVan: Stedennet\n\ngeheim",
    QUOTED,
    "-- \nJo de Wit\nAdviseur geheim",
    "Verstuurd vanaf mijn iPhone\n\n" + QUOTED,
    "",
]


@given(LINES, st.sampled_from(QUOTES), st.sampled_from(["\n", "\r\n"]))
def test_the_answer_above_a_quote_comes_out_whole_and_nothing_of_the_quote(lines, quote, newline):
    text = newline.join([*lines, "", *quote.split("\n")])
    assert cut_reply(text) == "\n".join(line.rstrip() for line in lines).strip()


@given(st.text(max_size=400))
def test_cutting_adds_nothing_keeps_the_order_and_is_done_once(text):
    cut = cut_reply(text)
    assert cut_reply(cut) == cut or cut_reply(cut_reply(cut)) == cut_reply(cut)
    left = iter(line.strip() for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n"))
    for line in filter(None, cut.split("\n")):
        assert any(line.strip() == other for other in left)


@given(st.lists(st.sampled_from([*QUOTES, "Hallo", "> oud", "", "Op zondag schreef ik een brief."]), max_size=8))
def test_no_quoted_line_and_no_secret_of_the_mail_comes_through(pieces):
    cut = cut_reply("\n".join(pieces))
    assert not any(line.lstrip().startswith(">") for line in cut.split("\n"))


@given(st.binary(max_size=400))
def test_whatever_comes_in_is_read(data):
    reply = parse_reply(data)
    assert len(reply.key) == 64


def test_answers_between_the_quoted_lines_stay():
    text = "Op maandag 2 maart schreef Kees:\n> Kunt u dinsdag?\nJa.\n> En waar?\nIn het stadhuis.\n"
    assert cut_reply(text) == "Ja.\nIn het stadhuis."


@pytest.mark.parametrize(
    "line", ["Op zondag schreef ik een brief.", "Van: harte welkom", "- - -", "Ik schreef op dat het kan."]
)
def test_ordinary_lines_stay(line):
    assert cut_reply(f"{line}\nGroet") == f"{line}\nGroet"


@pytest.mark.parametrize("quote", QUOTES[:4])
def test_an_own_sentence_that_begins_as_a_quote_does_stays(quote):
    assert cut_reply(f"Op dinsdag kan ik.\n{quote}") == "Op dinsdag kan ik."
    assert cut_reply(f"On Tuesday I can.\n\n{quote}") == "On Tuesday I can."


def test_html_alone_is_read_as_text_without_its_quote():
    message = EmailMessage()
    html = "<p>Ja, <b>graag</b>.</p><p>Tot dinsdag</p><blockquote>geheim</blockquote><style>p{}</style>"
    message.set_content(html, subtype="html")
    assert parse_reply(message.as_bytes()).text == "Ja, graag.\n\nTot dinsdag"


def test_attachments_are_named_and_left_out():
    message = EmailMessage()
    message.set_content("Zie de bijlage.")
    message.add_attachment(b"x", maintype="application", subtype="pdf", filename="plan.pdf")
    message.add_attachment("geheim", filename="tekst.txt")
    reply = parse_reply(message.as_bytes())
    assert (reply.text, reply.attachments) == ("Zie de bijlage.", ("plan.pdf", "tekst.txt"))
