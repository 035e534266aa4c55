"""The sources of a block stand once below it, each with what it says something about."""

from django.template.loader import render_to_string

FIRST, SECOND = "https://www.vng.nl/verslag", "https://g40.example/lijst"


def render(*rows):
    roles = [
        {"organisation": {"name": name, "url": f"/organisaties/{name}/"}, "source_url": url} for name, url in rows
    ]
    return render_to_string("elements/role_list.html", {"roles": roles})


def test_one_source_for_the_whole_block_is_one_link():
    html = render(("Breda", FIRST), ("Ede", FIRST), ("Zwolle", FIRST))
    assert html.count(FIRST) == 1
    assert "Bron:" in html
    assert "<details" not in html


def test_several_sources_each_say_whom_they_are_about():
    html = " ".join(render(("Breda", FIRST), ("Ede", SECOND), ("Zwolle", FIRST)).split())
    assert "2 bronnen" in html
    assert html.count(FIRST) == html.count(SECOND) == 1
    assert "</a>: Breda, Zwolle" in html
    assert "</a>: Ede" in html


def test_without_a_source_nothing_is_said():
    html = render(("Breda", ""), ("Ede", ""))
    assert "Bron" not in html
    assert "bronnen" not in html
