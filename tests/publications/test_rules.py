"""Reading time, names in a text, and who is involved."""

from hypothesis import given
from hypothesis import strategies as st

from stedennet.core.text import shorten
from stedennet.publications.rules.involved import LEAD, NAMED, PARTICIPANT, Reason, in_order
from stedennet.publications.rules.links import own_paths
from stedennet.publications.rules.names import Known, find, spellings_of
from stedennet.publications.rules.reading import WORDS_A_MINUTE, minutes, words

UTRECHT = Known(1, "municipality", spellings_of("Utrecht"))
PROVINCE = Known(2, "province", spellings_of("Provincie Utrecht"))
HAGUE = Known(3, "municipality", spellings_of("Den Haag"))
BOSCH = Known(4, "municipality", spellings_of("'s-Hertogenbosch"))
BERGEN = Known(5, "municipality", spellings_of("Bergen"))
BERGEN_OP_ZOOM = Known(6, "municipality", spellings_of("Bergen op Zoom"))
BEST = Known(7, "municipality", spellings_of("Best"))
VNG = Known(8, "association", spellings_of("Vereniging van Nederlandse Gemeenten (VNG)", "VNG"))
ALL = [UTRECHT, PROVINCE, HAGUE, BOSCH, BERGEN, BERGEN_OP_ZOOM, BEST, VNG]


def named(text):
    return [one.key for one in find(text, ALL)]


def test_short_texts_take_a_minute():
    assert minutes("") == minutes("één woord") == minutes("woord " * WORDS_A_MINUTE) == 1


def test_one_word_more_is_a_minute_more():
    assert minutes("woord " * (WORDS_A_MINUTE + 1)) == 2


def test_dutch_and_english_words_are_counted_as_people_do():
    assert words("De G40-steden kopen 2.000 auto’s; it's theirs.") == 7


@given(st.text(max_size=2000), st.text(max_size=2000))
def test_more_text_never_takes_less_time(one, other):
    assert minutes(f"{one} {other}") >= max(minutes(one), minutes(other)) >= 1


@given(st.text(max_size=500))
def test_a_teaser_has_at_most_120_characters(text):
    teaser = shorten(text, 120)
    assert len(teaser) <= 120
    assert teaser.endswith("…") or teaser == " ".join(text.split())


def test_two_spellings_are_one_organisation():
    for text in ("In Den Haag.", "In 's-Gravenhage.", "In ’s-Gravenhage.", "Den  Haag en 's-Gravenhage"):
        assert named(text) == [HAGUE.key], text
    assert named("Naar Den Bosch en 's-Hertogenbosch") == [BOSCH.key]


def test_the_longer_name_counts():
    assert named("Naar Bergen op Zoom.") == [BERGEN_OP_ZOOM.key]


def test_a_word_before_the_name_tells_city_and_province_apart():
    assert [(one.key, one.sure) for one in find("De provincie Utrecht.", ALL)] == [(PROVINCE.key, True)]
    assert [(one.key, one.sure) for one in find("De gemeente Utrecht.", ALL)] == [(UTRECHT.key, True)]


def test_without_such_a_word_both_are_asked():
    assert {(one.key, one.sure) for one in find("In Utrecht.", ALL)} == {(UTRECHT.key, False), (PROVINCE.key, False)}


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
    known = [Known(number, "company", spellings_of(name)) for number, name in enumerate(register)]
    assert {one.key for one in find(text, known)} <= set(range(len(register)))


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
def test_leads_come_first_and_everybody_once_with_all_reasons(some):
    ordered = in_order(some)
    assert {key for key, _why in ordered} == {one.organisation for one in some}
    assert {reason for _key, why in ordered for reason in why} == set(some)
    ranks = [min([LEAD, PARTICIPANT, NAMED].index(reason.why) for reason in why) for _key, why in ordered]
    assert ranks == sorted(ranks)


def test_links_to_this_site_are_found_once_and_others_are_not():
    html = (
        '<a href="/initiatieven/lamp/">a</a> <a href="https://s.nl/en/initiatieven/lamp/?x=1#y">b</a> '
        '<a href="https://elders.nl/initiatieven/lamp/">c</a> <a href="//elders.nl/x/">d</a> {"url": "https://s.nl/agenda/"}'
    )
    assert own_paths(html, site="https://s.nl") == ["/initiatieven/lamp/", "/agenda/"]


@given(st.text())
def test_any_text_gives_a_short_list_of_paths(text):
    assert all(one.startswith("/") and len(one) <= 200 for one in own_paths(text, site="https://s.nl"))
