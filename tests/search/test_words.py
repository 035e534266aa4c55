"""Words of the field that must match each other, and words that must not, through the search itself."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stedennet.search import retrieval
from stedennet.search.analysers import get_dutch_analyser
from stedennet.search.lexicon import load_frequencies
from stedennet.search.records import Record
from stedennet.search.rules import query_syntax
from stedennet.search.rules.participles import find_infinitive
from stedennet.search.rules.plain_words import fold_text
from tests.builders.search_indexes import made

TOGETHER = """
laadinfrastructuur laadpalen | laadpaal laadplein | laadpunt laadpunten | verlichtingsplan openbare verlichting
straatverlichting verlichting | lantaarnpaal lantaarns | lantaarns lantaarn | lichtmasten lichtmast | lampen lamp
ledlampen lamp | deelmobiliteit mobiliteit | deelauto's deelauto | deelfiets fietsen | deelfietsen deelfiets
deelscooter scooters | fiets fietsen | fietsenstalling fiets | fietspad fietspaden | fietsparkeren parkeren
parkeerplaatsen parkeerplaats | parkeergarage parkeren | leefbaarheid leefbaar | leefomgeving omgeving
leefbare leefbaarheid | wijk wijken | wijkaanpak wijken | woonwijk wijk | buurt buurten | buurtbewoners buurt
bewoners bewoner | circulair circulaire | bouw bouwen | woningbouw woningen | bouwmaterialen materialen
materiaal materialen | hergebruik hergebruiken | grondstoffen grondstof | afvalcontainers afval | afvalscheiding afval
restafval afval | luchtkwaliteit lucht | luchtvervuiling vervuiling | meting metingen | meetnet meetnetten
geluidsoverlast geluid | geluidsmeting geluid | sensor sensoren | sensordata sensoren | sensornetwerk netwerken
camera's camera | slimme slim | privacy privacybeleid | privacywetgeving privacy | gegevensbescherming gegevens
persoonsgegevens gegevens | data dataplatform | burgerparticipatie participatie | participatie participatietraject
burgerberaad burgers | burger burgers | inwoners inwoner | bewonersinitiatief initiatieven | initiatief initiatieven
energietransitie energie | zonnepanelen zonnepaneel | zonnepark zonnepanelen
warmtenet warmte | warmtenetten warmtenet | waterbeheer water | wateroverlast water | regenwater water
klimaatadaptatie klimaat | klimaatbestendig klimaat | hittestress hitte | stad steden | steden stad
gemeente gemeenten | gemeenteraad gemeente | verkeerslicht verkeer | verkeersdrukte verkeer
verkeersveiligheid veiligheid | veilig veiligheid | plan plannen | huizen huis | algoritme algoritmes
algoritmeregister algoritmen | digitaal digitale | digitalisering digitaliseren | coördinatie coordinatie
'Den Haag' 's-Gravenhage | 's-Hertogenbosch 'Den Bosch' | IJsselstein Ysselstein | smart-city smartcity
e-health ehealth | brieven brief | bussen bus
laadpalen laadpaal | laadplekken laadplek | laadinfra laden | snellader laders | oplaadpunten oplaadpunt
laadpaalkaart laadpaal | lantaarnpalen lantaarnpaal | straatlantaarns lantaarn | verlichten verlichting
fietsdeelsysteem fiets | deelautoproject deelauto | mobiliteitshub mobiliteit | hubs hub
leefbaarheidsmonitor leefbaarheid | buurthuis buurt | wijkbewoners bewoners | houtbouw hout
sloopmateriaal materiaal | materialenpaspoort materialen | gebouwen gebouw | luchtmeting luchtkwaliteit
fijnstofmeting fijnstof | uitstoot uitstootvrij | geluidssensoren sensor | sensorregister sensoren
meetkastjes meetkastje | camerabeelden camera | privacyregels privacy | persoonsgegeven persoonsgegevens
burgerpanel burgers | inspraakavond inspraak | bewonersavond bewoners
gedeelde delen | gedimde dimmen | aangepast aanpassen | verbeterde verbeteren | meegedacht meedenken
ontwikkelde ontwikkeling | beschermd bescherming | gekoppelde koppelen | vergroende vergroenen | hergebruikt hergebruik
"""
APART = """
eindhoven hoven | gemeente meente | verlichtingsplan bouwplan | eindhoven einde | rotterdam dam | amsterdam dam
zaanstad stad | lelystad haven | participatie partij | sensor censuur | leefbaarheid beleid | mobiliteit mobilisatie
privacy privatisering | afval aanval | bouw rouw | lucht licht | licht lucht | meten eten | wijk wijn | buurt beurt
data datum | camera kamer | slim slijm | stad staat | fiets niets | burger burgemeester | burger buur
parkeren park | energie enige | klimaat kliniek | veilig veiling | algoritme ritme | digitaal digit | groei groen
circulair circus | verkeer keer | geluid geld | zonnepaneel zone | projectplan bouwplan | laadpaal lantaarnpaal
duurzaam duur | circulair circuit | overheid over | luchtkwaliteit waterkwaliteit | woonwijk wonder
gebied bieden | verkeerd verkeer | gezond zon | gerecht recht | verband verbannen | bekend bekennen | geplant plannen
"""


def pairs(text):
    """The pairs of a table; a name of two words is in quotation marks."""
    found = []
    for cell in text.replace("\n", " | ").split("|"):
        words = [
            word.replace("_", " ")
            for word in cell.replace("'Den ", "Den_").replace("Haag'", "Haag").replace("Bosch'", "Bosch").split()
        ]
        if len(words) >= 2:
            found.append((words[0], " ".join(words[1:])))
    return found


WORDS = sorted({said for table in (TOGETHER, APART) for pair in pairs(table) for said in pair})


@pytest.fixture(scope="module")
def finds(tmp_path_factory):
    """Whether a question finds a text, with every word in some form; all texts are in one index."""
    records = [Record("initiative", str(n), str(n), text, cities=(f"place-{n}",)) for n, text in enumerate(WORDS)]
    reader = made(tmp_path_factory.mktemp("words"), records)

    def ask(question, text):
        chosen = {"city": [f"place-{WORDS.index(text)}"]}
        return (
            retrieval.find_results(
                reader, query_syntax.parse_question(question), chosen=chosen, with_facets=False
            ).exact
            == 1
        )

    return ask


def test_the_tables_are_long_enough():
    assert len(pairs(TOGETHER)) >= 80
    assert len(pairs(APART)) >= 40


@pytest.mark.parametrize(("one", "other"), pairs(TOGETHER))
def test_words_that_belong_together_find_each_other(finds, one, other):
    assert finds(one, other)
    if "openbare" not in other:  # a question of two words needs both
        assert finds(other, one)


@pytest.mark.parametrize(("one", "other"), pairs(APART))
def test_words_that_only_look_alike_do_not(finds, one, other):
    assert not finds(one, other)
    assert not finds(other, one)


@pytest.mark.parametrize("word", ["verlichtng", "mobiltieit", "laadpalne", "sensroen", "duurzaamhied"])
def test_a_typing_error_still_leads_there(reader_of, word):
    right = {"verlichtng": "verlichting", "mobiltieit": "mobiliteit", "laadpalne": "laadpalen", "sensroen": "sensoren"}
    text = right.get(word, "duurzaamheid")
    reader = reader_of(f"Over {text} in de stad", "Een heel ander onderwerp", "Nog iets over muziek")
    assert retrieval.find_results(reader, query_syntax.parse_question(word), with_facets=False).ids[:1] == [
        "initiative:0"
    ]
    assert retrieval.suggest_correction(reader, query_syntax.parse_question(word)) == text


def test_an_error_in_the_first_letters_too(reader_of):
    reader = reader_of("Over participatie in de stad", "Een heel ander onderwerp")
    assert retrieval.suggest_correction(reader, query_syntax.parse_question("aprticipatie")) == "participatie"


def test_what_is_written_right_gets_no_advice(reader_of):
    assert (
        retrieval.suggest_correction(reader_of("Over participatie"), query_syntax.parse_question("participatie")) == ""
    )


@pytest.mark.parametrize(
    ("word", "verb"),
    [
        ("gedimde", "dimmen"), ("gereisd", "reizen"), ("geregeld", "regelen"), ("gestart", "starten"),
        ("gepland", "plannen"), ("geplant", "planten"), ("meegedacht", "meedenken"), ("vergroende", "vergroenen"),
        ("gebied", ""), ("geboorte", ""), ("verkeerd", ""), ("gezond", ""), ("geld", ""), ("ge", ""), ("gekrald", ""),
    ],
)  # fmt: skip
def test_a_participle_has_the_stem_of_its_verb(word, verb):
    assert find_infinitive(word, load_frequencies()) == verb


@given(st.text("abdegkortv", max_size=12), st.sampled_from(["", "ge", "be", "mee", "aange"]))
def test_any_word_can_be_asked_for_its_verb(word, before):
    verb = find_infinitive(before + word, load_frequencies())
    assert verb == "" or verb in load_frequencies()


@given(st.text(max_size=200))
def test_folding_twice_is_folding_once(text):
    assert fold_text(fold_text(text)) == fold_text(text)


@given(st.text(max_size=200))
def test_any_text_can_be_cut_and_is_cut_the_same_again(text):
    assert get_dutch_analyser().terms_of_text(text) == get_dutch_analyser().terms_of_text(text)
    assert all(" " not in term for term in get_dutch_analyser().terms_of_text(text))
