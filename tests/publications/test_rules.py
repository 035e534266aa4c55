"""Reading time, names in a text, and the organisations involved."""

from hypothesis import given
from hypothesis import strategies as st

from stedennet.core.text import shorten_text
from stedennet.publications.rules.involvement import LEAD, NAMED, PARTICIPANT, Reason, order_by_involvement
from stedennet.publications.rules.links import find_own_paths
from stedennet.publications.rules.mentions import KnownOrganisation, find_mentions, list_spellings
from stedennet.publications.rules.reading_time import WORDS_PER_MINUTE, compute_reading_minutes, count_words

UTRECHT = KnownOrganisation(1, "municipality", list_spellings("Utrecht"))
PROVINCE = KnownOrganisation(2, "province", list_spellings("Provincie Utrecht"))
HAGUE = KnownOrganisation(3, "municipality", list_spellings("Den Haag"))
BOSCH = KnownOrganisation(4, "municipality", list_spellings("'s-Hertogenbosch"))
BERGEN = KnownOrganisation(5, "municipality", list_spellings("Bergen"))
BERGEN_OP_ZOOM = KnownOrganisation(6, "municipality", list_spellings("Bergen op Zoom"))
BEST = KnownOrganisation(7, "municipality", list_spellings("Best"))
VNG = KnownOrganisation(8, "association", list_spellings("Vereniging van Nederlandse Gemeenten (VNG)", "VNG"))
ALL = [UTRECHT, PROVINCE, HAGUE, BOSCH, BERGEN, BERGEN_OP_ZOOM, BEST, VNG]


def named(text):
    return [one.key for one in find_mentions(text, ALL)]


def test_short_texts_take_a_minute():
    assert (
        compute_reading_minutes("")
        == compute_reading_minutes("één woord")
        == compute_reading_minutes("woord " * WORDS_PER_MINUTE)
        == 1
    )


def test_one_word_more_is_a_minute_more():
    assert compute_reading_minutes("woord " * (WORDS_PER_MINUTE + 1)) == 2


def test_dutch_and_english_words_are_counted_as_people_do():
    assert count_words("De G40-steden kopen 2.000 auto’s; it's theirs.") == 7


@given(st.text(max_size=2000), st.text(max_size=2000))
def test_more_text_never_takes_less_time(one, other):
    assert (
        compute_reading_minutes(f"{one} {other}")
        >= max(compute_reading_minutes(one), compute_reading_minutes(other))
        >= 1
    )


@given(st.text(max_size=500))
def test_a_teaser_has_at_most_120_characters(text):
    teaser = shorten_text(text, 120)
    assert len(teaser) <= 120
    assert teaser.endswith("…") or teaser == " ".join(text.split())


def test_two_spellings_are_one_organisation():
    for text in ("In Den Haag.", "In 's-Gravenhage.", "In ’s-Gravenhage.", "Den  Haag en 's-Gravenhage"):
        assert named(text) == [HAGUE.key], text
    assert named("Naar Den Bosch en 's-Hertogenbosch") == [BOSCH.key]


def test_the_longer_name_counts():
    assert named("Naar Bergen op Zoom.") == [BERGEN_OP_ZOOM.key]


def test_a_word_before_the_name_tells_city_and_province_apart():
    assert [(one.key, one.sure) for one in find_mentions("De provincie Utrecht.", ALL)] == [(PROVINCE.key, True)]
    assert [(one.key, one.sure) for one in find_mentions("De gemeente Utrecht.", ALL)] == [(UTRECHT.key, True)]


def test_without_such_a_word_both_are_asked():
    assert {(one.key, one.sure) for one in find_mentions("In Utrecht.", ALL)} == {
        (UTRECHT.key, False),
        (PROVINCE.key, False),
    }


def test_ordinary_words_are_no_names():
    assert named("Dat is best een goed idee, en bergen werk.") == []
    assert named("Utrechtse heuvels en het Bergense strand") == []


def test_names_stand_in_the_order_of_the_text():
    assert named("De VNG en Den Haag in Best.") == [VNG.key, HAGUE.key, BEST.key]


@given(st.text(max_size=400))
def test_whatever_the_text_each_organisation_is_found_at_most_once(text):
    keys = named(text + " Den Haag " + text)
    assert len(keys) == len(set(keys))
    assert HAGUE.key in keys


@given(st.text(max_size=200), st.lists(st.text(min_size=1, max_size=10), max_size=5))
def test_no_name_in_the_register_breaks_the_search(text, register):
    known = [KnownOrganisation(number, "company", list_spellings(name)) for number, name in enumerate(register)]
    assert {one.key for one in find_mentions(text, known)} <= set(range(len(register)))


reasons = st.lists(
    st.builds(
        Reason,
        organisation=st.integers(1, 5),
        why=st.sampled_from([LEAD, PARTICIPANT, NAMED]),
        theme=st.sampled_from([None, 1, 2]),
    ),
    max_size=20,
)


@given(reasons)
def test_who_is_named_comes_first_and_everybody_once_with_all_reasons(some):
    ordered = order_by_involvement(some)
    assert {key for key, _why in ordered} == {one.organisation for one in some}
    assert {reason for _key, why in ordered for reason in why} == set(some)
    ranks = [min([NAMED, LEAD, PARTICIPANT].index(reason.why) for reason in why) for _key, why in ordered]
    assert ranks == sorted(ranks)


def test_links_to_this_site_are_found_once_and_others_are_not():
    html = (
        '<a href="/initiatieven/lamp/">a</a> <a href="https://s.nl/en/initiatieven/lamp/?x=1#y">b</a> '
        '<a href="https://elders.nl/initiatieven/lamp/">c</a> <a href="//elders.nl/x/">d</a> {"url": "https://s.nl/agenda/"}'
    )
    assert find_own_paths(html, site="https://s.nl") == ["/initiatieven/lamp/", "/agenda/"]


@given(st.text())
def test_any_text_gives_a_short_list_of_paths(text):
    assert all(one.startswith("/") and len(one) <= 200 for one in find_own_paths(text, site="https://s.nl"))
