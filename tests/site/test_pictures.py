"""The picture beside a link: drawn by the server, kept on disk, and only of what is public."""

import io
import os
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from stedennet.initiatives.models import Initiative
from stedennet.network.models.themes import Colour
from stedennet.site import pictures
from stedennet.site.pictures import typography
from stedennet.site.pictures.colours import find_palette
from stedennet.site.pictures.layout import Words, draw_picture
from tests.site.public_things import make_all
from tests.site.test_embeds import PAGES, SITE


@pytest.fixture
def everything(db, mobility, eindhoven, lead):
    make_all(mobility, eindhoven)


def head_of(client, page):
    text = client.get(page).content.decode().partition("</head>")[0]
    return dict(re.findall(r'<meta (?:property|name)="([^"]+)" content="([^"]*)">', text))


def opened(body):
    return Image.open(io.BytesIO(body))


@pytest.mark.parametrize("language", ["", "/en"])
@pytest.mark.parametrize("page", PAGES)
def test_a_page_says_what_a_message_shows_of_it(client, everything, page, language):
    said = head_of(client, language + page)
    assert said["og:url"] == f"{SITE}{language}{page}" or page.startswith(("/artikelen", "/evenementen"))
    assert said["og:title"]
    assert said["og:description"]
    assert said["og:locale"] in ("nl_NL", "en_GB")
    assert said["twitter:card"] == "summary_large_image"
    assert said["og:image"] == said["twitter:image"]
    answer = client.get(said["og:image"].removeprefix(SITE))
    assert answer["Content-Type"] == "image/png"
    assert opened(answer.content).size == (1200, 630)
    assert (said["og:image:width"], said["og:image:height"]) == ("1200", "630")


def test_a_picture_is_kept_for_a_year_and_asked_again_costs_nothing(client, everything):
    path = head_of(client, "/themas/smart-mobility/")["og:image"].removeprefix(SITE)
    answer = client.get(path)
    assert "immutable" in answer["Cache-Control"]
    assert client.get(path, headers={"if-none-match": answer["ETag"]}).status_code == 304


def test_the_same_picture_is_drawn_once(client, everything, monkeypatch):
    path = head_of(client, "/themas/smart-mobility/")["og:image"].removeprefix(SITE)
    first = client.get(path).content
    monkeypatch.setattr("stedennet.site.pictures.files.draw_picture", lambda words: pytest.fail("drawn twice"))
    assert client.get(path).content == first


def test_another_title_is_another_picture_and_the_old_address_leads_to_it(client, everything):
    page = "/initiatieven/slimme-lantaarnpalen/"
    before = head_of(client, page)["og:image"].removeprefix(SITE)
    Initiative.objects.update(title="Slimmere lantaarnpalen")
    after = head_of(client, page)["og:image"].removeprefix(SITE)
    assert after != before
    moved = client.get(before)
    assert (moved.status_code, moved["Location"]) == (302, after)


def test_nobody_has_a_picture_made_of_what_is_not_public(client, everything, settings):
    for path in ("thema/bestaat-niet/x.png", "boek/x/x.png", "thema/smart-mobility/zelf-bedacht.png"):
        assert client.get(f"/deelplaatje/{path}").status_code in (302, 404)
    assert not list(settings.PICTURES_DIR.glob("*"))


def test_what_was_drawn_long_ago_is_taken_away(settings):
    settings.PICTURES_DIR.mkdir(parents=True)
    old, new = settings.PICTURES_DIR / "old.png", settings.PICTURES_DIR / "new.png"
    for file in (old, new):
        file.write_bytes(b"x")
    os.utime(old, (0, 0))
    assert pictures.delete_old_pictures() == 1
    assert [file.name for file in settings.PICTURES_DIR.glob("*")] == ["new.png"]


@pytest.mark.parametrize("colour", Colour.values)
def test_each_theme_has_its_own_colours_from_the_stylesheet_and_white_reads_on_them(colour):
    paint = find_palette(colour)
    image = opened(draw_picture(Words("Thema", "Titel", "", "Net", colour)))
    assert image.getpixel((5, 300)) == tuple(int(paint.accent[at : at + 2], 16) for at in (1, 3, 5))
    assert contrast("#ffffff", paint.ink) >= 4.5
    assert contrast(paint.soft, paint.ink) >= 4.5
    assert len({find_palette(one).accent for one in Colour.values}) == len(Colour.values)


def contrast(one, other):
    """The contrast of two colours (WCAG 2.2)."""

    def light(colour):
        parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
        linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        return sum(share * part for share, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))

    high, low = sorted((light(one), light(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@settings(max_examples=40)
@given(st.text(max_size=300))
def test_any_title_fits_in_its_box(title):
    face, size, lines = typography.fit_text(title, width=1000, high=310, sizes=range(100, 43, -4))
    assert all(face.width(line) <= 1000 for line in lines)
    assert len(lines) * size * typography.LEADING <= 310 + size


def test_a_short_title_is_large_and_a_long_one_whole():
    _face, large, _lines = typography.fit_text("Licht", width=1000, high=310, sizes=range(100, 43, -4))
    long = "Gemeenten en provincies werken samen aan een gedeelde digitale tweeling van de openbare ruimte"
    _face, small, lines = typography.fit_text(long, width=1000, high=310, sizes=range(100, 43, -4))
    assert large == 100 > small
    assert " ".join(lines) == long


def test_letters_of_all_of_europe_are_shown_and_signs_that_no_font_has_are_left_out():
    face = typography.load_face(700, 50)
    assert "".join(piece for _font, piece in face.runs("Łódź, Győr, Ştefan: €5 日本 😀")) == "Łódź, Győr, Ştefan: €5  "
