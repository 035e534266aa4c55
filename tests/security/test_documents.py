"""Documents and pictures that editors upload: by content, as a download, and nothing acts on our origin."""

import io

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image as Drawing
from wagtail.documents.models import Document
from wagtail.images.models import Image
from wagtail.models import Collection, CollectionViewRestriction

from stedennet.accounts.flows import create_person
from stedennet.core.access import SYSTEM
from stedennet.core.errors import Refused
from stedennet.core.pictures import MAX_PIXELS
from tests.core.test_files import GOOD

pytestmark = pytest.mark.django_db
PAGE = b"<!doctype html><title>x</title><script src='/media/documents/steal.js'></script>"
SCRIPT = b"fetch('/beheer/users/').then(r => r.text())"
LOCKED_UP = "sandbox; default-src 'none'"


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def editor(client, settings):
    settings.REQUIRE_SECOND_FACTOR = False
    client.force_login(create_person(email="r@example.org", name="R", password=None, by=SYSTEM, is_editor=True))
    return client


def root() -> Collection:
    return Collection.get_first_root_node()


def send(editor, kind: str, name: str, data: bytes):
    """Upload as the page for many files at once does."""
    file = SimpleUploadedFile(name, data)
    return editor.post(reverse(kind), {"title": "Iets", "collection": root().pk, "files[]": file}).json()


def stored(name: str = "plan.pdf", collection: Collection | None = None) -> Document:
    return Document.objects.create(
        title="Plan", file=ContentFile(GOOD["plan.pdf"], name=name), collection=collection or root()
    )


def photo(kind: str = "JPEG", size: tuple[int, int] = (30, 20), **more) -> bytes:
    out = io.BytesIO()
    Drawing.new("RGB", size, "red").save(out, kind, **more)
    return out.getvalue()


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("page.html", PAGE),
        ("steal.js", SCRIPT),
        ("page.pdf", PAGE),
        ("page.png", PAGE),
        ("page.txt", PAGE),
        ("drawing.svg", b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>"),
    ],
)
def test_a_page_or_script_is_no_document_whatever_its_name(editor, name, data):
    answer = send(editor, "wagtaildocs:add_multiple", name, data)
    assert not answer["success"]
    assert name.split(".")[0] in answer["error_message"]
    fields = {"title": "X", "collection": root().pk, "file": SimpleUploadedFile(name, data)}
    assert name.split(".")[0] in editor.post(reverse("wagtaildocs:add"), fields).content.decode()
    chosen = {f"document-chooser-upload-{field}": value for field, value in fields.items()}
    chosen["document-chooser-upload-file"] = SimpleUploadedFile(name, data)
    editor.post(reverse("wagtaildocs_chooser:create"), chosen)
    assert not Document.objects.exists()


def test_a_document_cannot_be_replaced_by_a_page(editor):
    one = stored()
    fields = {"title": "X", "collection": root().pk, "file": SimpleUploadedFile("page.pdf", PAGE)}
    answer = editor.post(reverse("wagtaildocs:edit", args=[one.pk]), fields)
    assert "van binnen iets anders" in answer.content.decode()
    one.refresh_from_db()
    assert one.file.read() == GOOD["plan.pdf"]


def test_no_other_way_stores_a_page_as_a_document():
    with pytest.raises(Refused):
        Document.objects.create(title="X", file=ContentFile(PAGE, name="page.html"), collection=root())
    one = Document(title="X", collection=root())
    one.file.save("page.pdf", ContentFile(PAGE), save=False)
    with pytest.raises(Refused):
        one.save()


def test_the_list_of_documents_opens_after_the_first_upload(editor):
    assert send(editor, "wagtaildocs:add_multiple", "plan.pdf", GOOD["plan.pdf"])["success"]
    answer = editor.get(reverse("wagtaildocs:index"))
    assert answer.status_code == 200
    assert Document.objects.get().url in answer.content.decode()


def test_a_document_is_a_download_that_cannot_act(client):
    one = stored()
    answer = client.get(one.url)
    assert answer.getvalue() == GOOD["plan.pdf"]
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["Content-Security-Policy"] == LOCKED_UP
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert client.get(one.url + "x").status_code == 404


def test_what_was_stored_before_is_a_download_of_no_known_kind(client, tmp_path):
    one = stored()
    (tmp_path / "documents" / "old.html").write_bytes(PAGE)
    Document.objects.filter(pk=one.pk).update(file="documents/old.html")
    one.refresh_from_db()
    answer = client.get(one.url)
    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["Content-Disposition"].startswith("attachment")


def test_a_private_collection_stays_private(client, editor):
    hidden = root().add_child(name="Besloten")
    CollectionViewRestriction.objects.create(collection=hidden, restriction_type="login")
    one = stored(collection=hidden)
    assert editor.get(one.url)["Cache-Control"] == "private, no-store"
    client.logout()
    answer = client.get(one.url)
    assert (answer.status_code, answer["Cache-Control"]) == (302, "private, no-store")
    assert reverse("account_login") in answer.url


def test_a_collection_with_a_password_asks_for_it(client):
    hidden = root().add_child(name="Met wachtwoord")
    asks = CollectionViewRestriction.objects.create(collection=hidden, restriction_type="password", password="geheim")
    one = stored(collection=hidden)
    page = client.get(one.url)
    assert b"%PDF" not in page.content
    door = reverse("wagtaildocs_authenticate_with_password", args=[asks.pk])
    assert door in page.content.decode()
    client.post(door, {"password": "geheim", "return_url": one.url})
    assert client.get(one.url).getvalue() == GOOD["plan.pdf"]


@pytest.mark.parametrize(
    "path",
    [
        "documents/page.html",
        "documents/steal.js",
        "documents/photo.png",
        "images/page.html",
        "images/drawing.svg",
        "images/../documents/photo.png",
        "images//photo.png",
        "images/../../secret.png",
        "wagtail_uploads/photo.png",
        "original_images/photo.png",
        "photo.png",
    ],
)
def test_media_gives_no_document_page_or_file_elsewhere(client, tmp_path, path):
    for folder in ("documents", "images", "wagtail_uploads", "original_images", "."):
        (tmp_path / folder).mkdir(exist_ok=True)
        for name in ("page.html", "steal.js", "drawing.svg"):
            (tmp_path / folder / name).write_bytes(PAGE)
        if folder != "images":
            (tmp_path / folder / "photo.png").write_bytes(photo("PNG"))
    (tmp_path.parent / "secret.png").write_bytes(photo("PNG"))
    assert client.get(f"/media/{path}").status_code == 404


def test_media_gives_a_picture_that_cannot_act(client, editor):
    send(editor, "wagtailimages:add_multiple", "foto.jpg", photo())
    one = Image.objects.get()
    original = editor.get(one.file.url)
    assert original["Cache-Control"] == "private, no-store"
    client.logout()
    answer = client.get(one.get_rendition("width-10").url)
    assert (answer.status_code, answer["Content-Type"]) == (200, "image/jpeg")
    assert answer["Content-Security-Policy"] == LOCKED_UP
    assert answer["X-Content-Type-Options"] == "nosniff"


def test_a_picture_is_kept_upright_and_without_what_travels_with_it(editor):
    exif = Drawing.Exif()
    exif[0x0112] = 6  # Turned a quarter.
    exif[0x010F] = "Camera van Sam"
    exif.get_ifd(0x8825)[1] = "N"
    data = photo(exif=exif, comment=b"secret") + b"<script>alert(1)</script>"
    assert send(editor, "wagtailimages:add_multiple", "foto.jpg", data)["success"]
    one = Image.objects.get()
    kept = one.file.read()
    assert (one.width, one.height) == (20, 30)
    assert not Drawing.open(io.BytesIO(kept)).getexif()
    assert not any(word in kept for word in (b"Camera", b"secret", b"<script>", b"Exif"))
    assert one.file_size == len(kept)


def test_a_picture_whose_title_was_wrong_at_first_is_drawn_anew_as_well(editor):
    file = SimpleUploadedFile("foto.jpg", photo(comment=b"secret"))
    sent = {"title": "x" * 300, "collection": root().pk, "files[]": file}
    number = editor.post(reverse("wagtailimages:add_multiple"), sent).json()["uploaded_file_id"]
    begin = f"uploaded-image-{number}"
    fields = {f"{begin}-title": "Foto", f"{begin}-collection": root().pk, f"{begin}-tags": ""}
    door = reverse("wagtailimages:create_multiple_from_uploaded_image", args=[number])
    assert editor.post(door, fields).json()["success"]
    assert b"secret" not in Image.objects.get().file.read()


def test_of_a_moving_picture_the_first_frame_is_kept():
    frames = [Drawing.new("RGB", (4, 4), colour) for colour in ("red", "blue")]
    out = io.BytesIO()
    frames[0].save(out, "GIF", save_all=True, append_images=frames[1:])
    one = Image.objects.create(title="X", file=ContentFile(out.getvalue(), name="x.gif"), collection=root())
    kept = Drawing.open(io.BytesIO(one.file.read()))
    assert (kept.format, getattr(kept, "n_frames", 1)) == ("GIF", 1)


def test_a_picture_that_unpacks_to_too_much_is_refused_in_words(editor):
    out = io.BytesIO()
    side = int(MAX_PIXELS**0.5) + 1
    Drawing.new("1", (side, side)).save(out, "PNG")
    answer = send(editor, "wagtailimages:add_multiple", "bom.png", out.getvalue())
    assert not answer["success"]
    assert "pixels" in answer["error_message"] or "beeldpunten" in answer["error_message"]
    answer = send(editor, "wagtaildocs:add_multiple", "bom.png", out.getvalue())
    assert "te veel beeldpunten" in answer["error_message"]


def test_a_drawing_with_scripts_is_no_picture(editor):
    data = b"<svg xmlns='http://www.w3.org/2000/svg' width='1' height='1'><script/></svg>"
    for name in ("drawing.svg", "drawing.png"):
        assert not send(editor, "wagtailimages:add_multiple", name, data)["success"]
    assert not Image.objects.exists()


def test_a_portrait_in_the_admin_is_drawn_anew(editor):
    person = editor.get(reverse("wagtailadmin_account")).context["user"]
    from wagtail.users.models import UserProfile

    profile = UserProfile.get_for_user(person)
    profile.avatar = ContentFile(photo(comment=b"secret"), name="ik.jpg")
    profile.save()
    assert b"secret" not in profile.avatar.read()
