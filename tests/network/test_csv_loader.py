"""Loading a CSV file: all rows or none, idempotent, and a report whatever the file contains."""

import csv
import datetime as dt
import io
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from stedennet.changes.models import Change
from stedennet.core.access import SYSTEM
from stedennet.demo.loader import CONTENT, FILES
from stedennet.network.columns import FILE_SPECS
from stedennet.network.csv_loader import LARGEST_FILE, MOST_REFUSALS, RowRefusal, load_file
from stedennet.network.flows.records import save_record
from stedennet.network.models import Group, GroupMembership, Organisation, Theme, ThemeRole
from tests.builders.organisations import TOOI

pytestmark = pytest.mark.django_db
HEAD = "code,name,tooi_uri,ends_on,successor_code\n"
EINDHOVEN = f"GM0772,Eindhoven,{TOOI}gm0772,,\n"
UTRECHT = f"GM0344,Utrecht,{TOOI}gm0344,,\n"
SLOW = settings(
    max_examples=60,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


@pytest.fixture
def load(tmp_path):
    """Write this content to a file and load it."""

    def steps(content, kind="municipalities", **options):
        path = tmp_path / "file.csv"
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return load_file(kind, path, by=SYSTEM, **options)

    return steps


def refusals(report) -> list[tuple[int, str]]:
    """The line and column of each refusal."""
    return [(one.line, one.column) for one in report.refused]


def outcome(report) -> tuple[int, int, int, int]:
    """The numbers of rows added, changed, unchanged and refused."""
    return len(report.added), len(report.changed), report.left_alone, len(report.refused)


def test_new_rows_are_added(load):
    report = load(HEAD + EINDHOVEN + UTRECHT)
    assert report.added == ["Eindhoven", "Utrecht"]
    assert outcome(report) == (2, 0, 0, 0)
    utrecht = Organisation.objects.get(code="GM0344")
    assert (utrecht.kind, utrecht.slug, utrecht.tooi_uri) == ("municipality", "utrecht", f"{TOOI}gm0344")


def test_what_differs_is_changed_and_the_rest_left_alone(load):
    load(HEAD + EINDHOVEN + UTRECHT)
    report = load(HEAD + EINDHOVEN + UTRECHT.replace(",Utrecht,", ",De stad Utrecht,"))
    assert report.changed == ["De stad Utrecht"]
    assert outcome(report) == (0, 1, 1, 0)
    assert Change.objects.latest_first()[0].verb == "changed"


def test_a_second_time_changes_nothing_and_is_no_news(load):
    load(HEAD + EINDHOVEN + UTRECHT)
    news = Change.objects.count()
    assert outcome(load(HEAD + EINDHOVEN + UTRECHT)) == (0, 0, 2, 0)
    assert Change.objects.count() == news == 2


def test_a_row_that_is_not_in_the_file_stays(load, eindhoven):
    load(HEAD + UTRECHT)
    assert Organisation.objects.filter(code="GM0772").exists()


def test_a_column_that_is_not_in_the_file_keeps_what_was_there(load, eindhoven):
    Organisation.objects.update(longitude=5.48, latitude=51.44)
    assert outcome(load(HEAD + EINDHOVEN)) == (0, 0, 1, 0)
    assert Organisation.objects.get().longitude == 5.48


def test_one_bad_row_and_nothing_is_stored(load):
    report = load(HEAD + EINDHOVEN + UTRECHT.replace(",,", ",morgen,"))
    assert report.refused == [RowRefusal(3, "ends_on", "is geen datum zoals 2018-09-20")]
    assert not Organisation.objects.exists()
    assert not Change.objects.exists()


def test_all_bad_rows_are_named_in_the_order_of_the_file(load):
    report = load(HEAD + f"GM1,A,{TOOI}gm1,,\n" + EINDHOVEN + f"GM0344,,{TOOI}gm0344,later,\n")
    assert refusals(report) == [(2, ""), (4, "name"), (4, "ends_on")]
    assert "CBS-code" in report.refused[0].reason


def test_a_file_full_of_bad_rows_is_not_read_to_the_end(load):
    assert len(load(HEAD + "x,y,z,,\n" * 1000).refused) == MOST_REFUSALS
    assert len(load(HEAD + "x\n" * 1000).refused) == MOST_REFUSALS


def test_a_dry_run_says_what_would_happen_and_stores_nothing(load, eindhoven):
    news = Change.objects.count()
    report = load(HEAD + EINDHOVEN.replace(",Eindhoven,", ",Lichtstad,") + UTRECHT, dry_run=True)
    assert (report.added, report.changed) == (["Utrecht"], ["Lichtstad"])
    assert [one.name for one in Organisation.objects.all()] == ["Eindhoven"]
    assert Change.objects.count() == news


def test_progress_tells_rows_done_and_rows_in_all(load):
    steps = []
    load(HEAD + EINDHOVEN + UTRECHT, progress=lambda done, total: steps.append((done, total)))
    assert steps == [(1, 2), (2, 2)]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-le"])
def test_the_encodings_in_which_spreadsheets_save_are_read(load, encoding):
    assert outcome(load((HEAD + f"GM0080,Skarsterlân,{TOOI}gm0080,,\n").encode(encoding))) == (1, 0, 0, 0)
    assert Organisation.objects.get().name == "Skarsterlân"


def test_what_is_no_text_is_refused_with_the_line_where_it_shows(load):
    report = load((HEAD + EINDHOVEN).encode() + b"GM0080,\x81\x8d,x,,\n")
    assert [one.line for one in report.refused] == [3]
    assert "CSV UTF-8" in report.refused[0].reason


@pytest.mark.parametrize("start", ["sep=;\r\n", ""])
def test_a_line_with_the_separator_and_tabs_are_understood(load, start):
    sign = ";" if start else "\t"
    assert outcome(load(start + (HEAD + EINDHOVEN).replace(",", sign))) == (1, 0, 0, 0)


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"], ids=["unix", "windows", "old mac"])
def test_any_line_end_will_do(load, end):
    assert outcome(load((HEAD + EINDHOVEN + UTRECHT).replace("\n", end))) == (2, 0, 0, 0)


def test_semicolons_as_a_dutch_spreadsheet_writes_them_are_read(load):
    assert outcome(load((HEAD + EINDHOVEN).replace(",", ";"))) == (1, 0, 0, 0)
    assert outcome(load(HEAD + EINDHOVEN)) == (0, 0, 1, 0)


def test_a_missing_column_is_named(load):
    report = load("code,tooi_uri\nGM0772,x\n")
    assert report.refused == [RowRefusal(1, "name", "deze kolom ontbreekt")]


def test_an_unknown_column_is_refused_because_a_slip_would_lose_what_stands_in_it(load):
    report = load("code,name,tooi_uri,end_on\n" + f"GM0772,Eindhoven,{TOOI}gm0772,2021-01-01\n")
    assert refusals(report) == [(1, "end_on")]
    assert "ends_on" in report.refused[0].reason
    assert not Organisation.objects.exists()


def test_a_column_twice_is_refused(load):
    assert refusals(load("code,name,tooi_uri, name\nGM0772,a,b,c\n")) == [(1, "name")]


def test_the_same_code_twice_in_a_file_is_refused(load):
    report = load(HEAD + EINDHOVEN + UTRECHT + EINDHOVEN)
    assert report.refused == [RowRefusal(4, "code", "staat al op regel 2")]
    assert not Organisation.objects.exists()


def test_a_row_of_more_or_fewer_cells_is_refused(load):
    assert refusals(load(HEAD + "GM0772,Eindhoven\n" + EINDHOVEN.replace("\n", ",\n"))) == [(2, ""), (3, "")]


def test_a_cell_of_several_lines_is_kept_and_later_lines_are_counted_well(load):
    head = "slug,name,kind,description\n"
    report = load(f'{head}tno,TNO,knowledge,"een\r\ntwee"\n\nx,X,winkel,\n', "organisations")
    assert refusals(report) == [(5, "kind")]
    assert not load(f'{head}tno,TNO,knowledge,"een\r\ntwee"\n', "organisations").refused
    assert Organisation.objects.get().description == "een\ntwee"


@pytest.mark.parametrize(
    ("content", "line"),
    [
        (b"", 1),
        (b"\n \r\n", 1),
        (b"\xef\xbb\xbf", 1),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00", 1),
        (HEAD.encode() + b"GM0772,Eind\x00hoven,x,,\n", 1),
        (HEAD.encode() + b'GM0772,"Eindhoven,x,,\n\n\n', 2),
        (HEAD.encode() + b'GM0772,"Eind"hoven,x,,\n', 2),
        (HEAD.encode() + EINDHOVEN.encode() + b"GM0344," + b"x" * 200_000 + b",x,,\n", 3),
        (HEAD.encode() + b"GM0772,Eind\x07hoven,x,,\n", 2),
        (b"{}", 1),
        (b"x" * 10_000_000, 1),
        (b"x," * 2_000_000, 1),
        (b"\n" * 4_000_000 + b"x", 1),
    ],
    ids=[
        "nothing", "white space", "only a mark", "a picture", "a NUL", "an open quote", "a loose quote", "a huge cell",
        "a bell", "json", "10 MB", "2 M columns", "4 M empty lines",
    ],
)  # fmt: skip
def test_what_is_no_register_is_refused_in_words(load, content, line):
    report = load(content)
    assert report.refused
    assert report.refused[0].line == line
    assert len(report.refused) <= MOST_REFUSALS
    assert all(one.reason and len(one.reason) < 300 for one in report.refused)
    assert not Organisation.objects.exists()


def test_a_file_of_only_a_header_adds_nothing_and_refuses_nothing(load):
    assert outcome(load(HEAD)) == (0, 0, 0, 0)


def test_a_name_longer_than_the_register_holds_is_refused(load):
    report = load(HEAD + f"GM0772,{'x' * 201},{TOOI}gm0772,,\n")
    assert (2, "name") in refusals(report)


def test_what_looks_like_a_formula_is_text(load):
    assert outcome(load(HEAD + f'GM0772,"=HYPERLINK(""x"")",{TOOI}gm0772,,\n')) == (1, 0, 0, 0)
    assert Organisation.objects.get().name == '=HYPERLINK("x")'


@pytest.mark.parametrize("path", [Path("/nowhere/at/all.csv"), Path("/"), Path("/dev/zero")], ids=str)
def test_what_cannot_be_read_is_refused_in_words(path):
    assert len(load_file("municipalities", path, by=SYSTEM).refused) == 1


def test_a_file_may_be_as_large_as_allowed(load):
    padding = "\n" * (LARGEST_FILE - len(HEAD + EINDHOVEN))
    assert outcome(load(HEAD + EINDHOVEN + padding)) == (1, 0, 0, 0)
    assert load(HEAD + EINDHOVEN + padding + "\n").refused


def test_a_dissolved_municipality_gets_its_end_and_successor_and_its_past_stays(load, lead, eindhoven):
    merger = f"GM0772,Eindhoven,{TOOI}gm0772,2030-01-01,GM9999\nGM9999,Brainport,{TOOI}gm9999,,\n"
    report = load(HEAD + merger)
    assert (report.added, report.changed) == (["Brainport"], ["Eindhoven"])
    old = Organisation.objects.get(code="GM0772")
    assert (old.ends_on, old.successor.name) == (dt.date(2030, 1, 1), "Brainport")
    assert list(old.theme_roles.all()) == [lead]
    news = Change.objects.filter(subject_type="network.organisation", subject_id=str(old.pk))
    assert [one.verb for one in news.order_by("id")] == ["published", "changed"]
    assert outcome(load(HEAD + merger)) == (0, 0, 2, 0)


def test_a_merger_of_a_merger_may_stand_in_any_order(load):
    rows = [
        f"GM0001,Een,{TOOI}gm0001,2019-01-01,GM0002\n",
        f"GM0002,Twee,{TOOI}gm0002,2021-01-01,GM0003\n",
        f"GM0003,Drie,{TOOI}gm0003,,\n",
    ]
    assert outcome(load(HEAD + "".join(rows))) == (3, 0, 0, 0)
    assert outcome(load(HEAD + "".join(reversed(rows)))) == (0, 0, 3, 0)


def test_a_successor_that_nobody_knows_is_refused(load):
    report = load(HEAD + f"GM0001,Een,{TOOI}gm0001,2019-01-01,GM0002\n")
    assert report.refused == [RowRefusal(2, "successor_code", "“GM0002” staat niet in het register")]


def test_two_that_follow_each_other_are_refused_without_hanging(load):
    rows = f"GM0001,A,{TOOI}gm0001,2019-01-01,GM0002\nGM0002,B,{TOOI}gm0002,2019-01-01,GM0001\n"
    assert refusals(load(HEAD + rows)) == [(2, "successor_code"), (3, "successor_code")]


def test_a_successor_without_an_end_is_refused(load, eindhoven):
    report = load(HEAD + UTRECHT.replace(",,\n", ",,GM0772\n"))
    assert refusals(report) == [(2, "")]
    assert "einddatum" in report.refused[0].reason


def test_places_of_one_name_get_different_addresses_that_do_not_change_later(load):
    rows = f"GM0893,Bergen,{TOOI}gm0893,,\nGM0373,Bergen,{TOOI}gm0373,,\n"
    load(HEAD + rows)
    slugs = set(Organisation.objects.values_list("slug", flat=True))
    assert slugs == {"bergen", "bergen-gm0373"}
    assert outcome(load(HEAD + rows)) == (0, 0, 2, 0)


def test_a_second_lead_at_a_time_is_refused_at_its_begin(load, lead, utrecht):
    report = load(
        "theme,organisation_code,role,begins_on,ends_on\nsmart-mobility,GM0344,lead,2019-01-01,2020-01-01\n", "roles"
    )
    assert refusals(report) == [(2, "begins_on")]
    assert "al een trekker" in report.refused[0].reason
    assert ThemeRole.objects.count() == 1


def test_roles_and_memberships_without_a_column_of_days_can_be_loaded(load, mobility, utrecht):
    save_record(Group(name="G5", slug="g5"), by=SYSTEM)
    roles, members = "theme,organisation_code,role\nsmart-mobility,GM0344,follower\n", "group,organisation_code\n"
    for content, kind in ((roles, "roles"), (members + "g5,GM0344\n", "memberships")):
        assert outcome(load(content, kind)) == (1, 0, 0, 0)
        assert outcome(load(content, kind)) == (0, 0, 1, 0)
    assert GroupMembership.objects.get().begins_on is None


def test_a_colour_that_the_stylesheet_does_not_know_is_refused(load, mobility):
    assert refusals(load("scheme,slug,name,colour\ng5,x,X,zwart\n", "themes")) == [(2, "colour")]
    assert Theme.objects.count() == 1


@pytest.mark.slow
def test_the_content_of_the_demo_is_loaded_once(django_assert_max_num_queries):
    for kind, name in FILES:
        report = load_file(kind, CONTENT / name, by=SYSTEM)
        assert not report.refused
        assert report.added
    news = Change.objects.count()
    for kind, name in FILES:
        with django_assert_max_num_queries(20 if kind != "municipalities" else 400):
            report = load_file(kind, CONTENT / name, by=SYSTEM)
        assert (report.added, report.changed) == ([], [])
    assert Change.objects.count() == news


def load_anything(kind: str, content: bytes):
    """Load this content from a temporary file."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "file.csv"
        path.write_bytes(content)
        return load_file(kind, path, by=SYSTEM)


def assert_all_or_nothing(kind: str, content: bytes) -> None:
    model = FILE_SPECS[kind].model
    before, news = model._default_manager.count(), Change.objects.count()
    report = load_anything(kind, content)
    added = 0 if report.refused else len(report.added)
    assert model._default_manager.count() == before + added
    if report.refused:
        assert Change.objects.count() == news


@SLOW
@given(kind=st.sampled_from(sorted(FILE_SPECS)), content=st.binary(max_size=400))
def test_any_bytes_are_loaded_or_refused_whole(kind, content):
    assert_all_or_nothing(kind, content)


@SLOW
@given(kind=st.sampled_from(sorted(FILE_SPECS)), data=st.data())
def test_any_cells_under_the_right_header_are_loaded_or_refused_whole(kind, data):
    cells = st.one_of(
        st.text(st.characters(codec="utf-8"), max_size=12),
        st.sampled_from(["", "GM0772", "g5", "2020-01-01", "year", "lead", "blauw", "12.5", "municipality", "²", "١"]),
    )
    names = [column.name for column in FILE_SPECS[kind].columns]
    rows = data.draw(st.lists(st.lists(cells, min_size=len(names), max_size=len(names)), max_size=4))
    table = io.StringIO()
    csv.writer(table).writerows([names, *rows])
    assert_all_or_nothing(kind, table.getvalue().encode())


@SLOW
@given(text=st.text(st.characters(codec="utf-8"), max_size=300))
def test_any_text_under_the_right_header_is_loaded_or_refused_whole(text):
    assert_all_or_nothing("municipalities", (HEAD + text).encode())


printable = st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]), min_size=1, max_size=15)
valid = st.fixed_dictionaries(
    {
        "name": printable.map(lambda text: f"Gemeente {text}"),
        "begins_on": st.sampled_from(["", "2001-01-01"]),
        "ends_on": st.sampled_from(["", "2020-01-01"]),
        "ends_precision": st.sampled_from(["", "day", "month", "year"]),
        "point": st.one_of(
            st.just(("", "")),
            st.tuples(st.floats(3, 7).map("{:.5f}".format), st.floats(50, 54).map("{:.5f}".format)),
        ),
    }
)


@SLOW
@given(rows=st.dictionaries(st.integers(1, 9999).map("{:04d}".format), valid, min_size=1, max_size=5))
def test_right_rows_are_added_and_a_second_time_left_alone(rows):
    Organisation.objects.all().delete()
    table = io.StringIO()
    writer = csv.writer(table)
    writer.writerow(["code", "name", "tooi_uri", "begins_on", "ends_on", "ends_precision", "longitude", "latitude"])
    for number, row in rows.items():
        days = (row["begins_on"], row["ends_on"], row["ends_precision"])
        writer.writerow([f"GM{number}", row["name"], f"{TOOI}gm{number}", *days, *row["point"]])
    content = table.getvalue().encode()
    assert outcome(load_anything("municipalities", content)) == (len(rows), 0, 0, 0)
    assert outcome(load_anything("municipalities", content)) == (0, 0, len(rows), 0)


def test_a_municipality_with_another_name_keeps_its_address(load):
    load(HEAD + EINDHOVEN)
    assert load(HEAD + EINDHOVEN.replace("Eindhoven", "Groot-Eindhoven")).changed == ["Groot-Eindhoven"]
    assert Organisation.objects.get(code="GM0772").slug == "eindhoven"
