"""`{% table %}` and `{% value_table %}`: the only table element."""

import pytest
from django.template import Context, Template, TemplateSyntaxError
from lxml import html


def render(source, **values):
    return Template("{% load tables %}" + source).render(Context(values))


def parse_table(source, **values):
    return html.fromstring(render(source, **values))


THINGS = """{% table things as thing css_class="listing" caption=title caption_class="w-sr-only" %}
  {% column "Name" row_header=True %}<a href="/{{ thing.name }}/">{{ thing.name }}</a>{% endcolumn %}
  {% if with_count %}{% column "Count" number=True css_class="break" %}{{ thing.count }}{% endcolumn %}{% endif %}
  {% column "Actions" hidden=True %}-{% endcolumn %}
{% endtable %}"""
ROWS = [{"name": "a", "count": 1}, {"name": "<b>", "count": 2}]


def test_a_column_gives_its_header_and_a_cell_in_each_row():
    table = parse_table(THINGS, things=ROWS, with_count=True, title="All things")
    assert table.get("class") == "listing"
    assert [th.text_content().strip() for th in table.xpath("thead/tr/th[@scope='col']")] == [
        "Name",
        "Count",
        "Actions",
    ]
    assert [[cell.text_content() for cell in row] for row in table.xpath("tbody/tr")] == [
        ["a", "1", "-"],
        ["<b>", "2", "-"],
    ]


def test_a_row_header_and_numbers_say_so_in_the_markup():
    table = parse_table(THINGS, things=ROWS, with_count=True)
    assert [th.text_content() for th in table.xpath("tbody//th[@scope='row']")] == ["a", "<b>"]
    assert table.xpath("thead//th[2]/@class") == ["number"]
    assert table.xpath("tbody//td[1]/@class") == ["break number"] * 2
    assert table.xpath("thead//th[3]/span/@class") == ["sr-only w-sr-only"]


def test_a_cell_holds_markup_and_escapes_what_somebody_typed():
    assert '<a href="/&lt;b&gt;/">&lt;b&gt;</a>' in render(THINGS, things=ROWS)


def test_a_caption_is_shown_when_there_is_one():
    assert parse_table(THINGS, things=ROWS, title="A & B").xpath("caption[@class='w-sr-only']/text()") == ["A & B"]
    assert not parse_table(THINGS, things=ROWS).xpath("caption")


def test_a_column_may_depend_on_a_condition():
    labels = [th.text_content().strip() for th in parse_table(THINGS, things=ROWS).xpath("thead//th")]
    assert labels == ["Name", "Actions"]


def test_a_table_without_rows_is_left_out():
    assert render(THINGS, things=[]).strip() == ""


def test_a_table_inside_a_cell_keeps_its_own_cells():
    source = """{% table outer as inner %}{% column "O" %}
      {% table inner as word %}{% column "I" %}{{ word }}{% endcolumn %}{% endtable %}
    {% endcolumn %}{% endtable %}"""
    table = parse_table(source, outer=[["a", "b"], ["c"]])
    assert len(table.xpath("tbody/tr")) == 2
    assert table.xpath("tbody/tr//table/tbody/tr/td/text()") == ["a", "b", "c"]


def test_plain_values_make_a_table_with_or_without_a_header():
    table = parse_table(
        "{% value_table rows header=header first_is_header=True %}", rows=[["a", None]], header=["X", "Y"]
    )
    assert table.xpath("thead//th/text()[normalize-space()]") != []
    assert [(cell.tag, cell.text or "") for cell in table.xpath("tbody/tr/*")] == [("th", "a"), ("td", "")]
    assert not parse_table("{% value_table rows header=header %}", rows=[["a"]], header=None).xpath("thead")


@pytest.mark.parametrize("tag", ["{% table things %}", "{% table things in thing %}"])
def test_a_table_without_the_name_of_its_row_is_an_error(tag):
    with pytest.raises(TemplateSyntaxError):
        render(tag + "{% endtable %}", things=[])


def test_a_column_in_which_nothing_stands_is_left_out():
    things = [{"name": "a", "count": ""}, {"name": "b", "count": " "}]
    table = parse_table(THINGS, things=things, with_count=True)
    assert [th.text_content().strip() for th in table.xpath("thead/tr/th")] == ["Name", "Actions"]
    assert [len(row) for row in table.xpath("tbody/tr")] == [2, 2]


def test_a_column_in_which_one_cell_is_filled_stays():
    things = [{"name": "a", "count": ""}, {"name": "b", "count": 0}]
    table = parse_table(THINGS, things=things, with_count=True)
    assert [[cell.text_content() for cell in row] for row in table.xpath("tbody/tr")] == [
        ["a", "", "-"],
        ["b", "0", "-"],
    ]
