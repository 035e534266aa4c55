"""The cover of an initiative is made when its picture is stored; reading a list makes nothing."""

import io

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction
from PIL import Image as Drawing
from wagtail.images.models import Image

from stedennet.initiatives.models import Initiative
from stedennet.initiatives.models.parts import COVER, Picture
from tests.builders.initiatives import make_initiative

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def make_image(colour: str = "green") -> Image:
    out = io.BytesIO()
    Drawing.new("RGB", (1600, 900), colour).save(out, "PNG")
    return Image.objects.create(title=colour, file=ContentFile(out.getvalue(), name=f"{colour}.png"))


def test_a_stored_picture_has_its_cover_at_once(mobility):
    initiative = make_initiative("Lantaarn", theme=mobility)
    Picture.objects.create(initiative=initiative, image=make_image(), alt="Een lantaarn")

    found = Initiative.objects.with_covers().get(pk=initiative.pk)

    assert found.cover_file.endswith(".webp")
    assert found.cover_alt == "Een lantaarn"
    assert Picture.objects.get().image.renditions.get(filter_spec=COVER).width == 640


def test_the_first_picture_is_the_cover(mobility):
    initiative = make_initiative("Lantaarn", theme=mobility)
    for colour in ("green", "red"):
        Picture.objects.create(initiative=initiative, image=make_image(colour), alt=colour)

    assert Initiative.objects.with_covers().get(pk=initiative.pk).cover_alt == "green"


def test_without_a_picture_there_is_no_file(mobility):
    initiative = make_initiative("Lantaarn", theme=mobility)
    assert Initiative.objects.with_covers().get(pk=initiative.pk).cover_file is None


def test_a_picture_tells_who_made_it_and_under_which_licence(mobility):
    initiative = make_initiative("Lantaarn", theme=mobility)
    picture = Picture(
        initiative=initiative, image=make_image(), alt="Een lantaarn", credit="J. Jansen", licence="cc-by"
    )
    assert picture.attribution == "J. Jansen, CC BY 4.0"
    assert Picture(credit="", licence="").attribution == ""


def test_a_licence_that_nobody_knows_is_refused(mobility):
    initiative = make_initiative("Lantaarn", theme=mobility)
    picture = Picture(initiative=initiative, image=make_image(), alt="Een lantaarn", licence="mine")
    with pytest.raises(ValidationError):
        picture.full_clean()
    with pytest.raises(IntegrityError), transaction.atomic():
        picture.save()
