"""The script that takes pictures of the site: each page in each look, and all of them on one sheet."""

from PIL import Image

from tests.browser.screenshots import CAPTION, GAP, LOOKS, THUMBNAIL, draw_contact_sheet, take_pictures


def test_a_page_is_taken_in_each_look(chromium, demo, tmp_path):
    pictures = list(take_pictures(chromium, demo.site, tmp_path, ["/over/"]))
    assert [picture.name for picture in pictures] == [f"over-{look.name}.png" for look in LOOKS]
    widths = []
    for picture in pictures:
        with Image.open(picture) as image:
            widths.append(image.width)
    assert widths == [look.width for look in LOOKS]


def test_the_sheet_has_a_place_for_each_picture(tmp_path):
    pictures = []
    for number, size in enumerate([(320, 3000), (1280, 800), (768, 100)]):
        pictures.append(tmp_path / f"{number}.png")
        Image.new("RGB", size, "red").save(pictures[-1])
    sheet = draw_contact_sheet(pictures, columns=2)
    assert sheet.size == (2 * (THUMBNAIL[0] + GAP) + GAP, 2 * (THUMBNAIL[1] + CAPTION + GAP) + GAP)
    for number in range(3):
        x, y = GAP + number % 2 * (THUMBNAIL[0] + GAP), GAP + number // 2 * (THUMBNAIL[1] + CAPTION + GAP)
        assert sheet.getpixel((x + 5, y + CAPTION + 5)) == (255, 0, 0)
