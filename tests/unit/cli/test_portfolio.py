"""`kakehashi transfers portfolio` and `watch`: counts, lists, calendar, faults."""

import csv
import json
from io import BytesIO, StringIO
from pathlib import Path

import polars as pl
import pytest

FLOWS = Path(__file__).parents[3] / "examples/flows"
HEAD = (
    "flow,hop,sector,sender,receiver,sender_country,receiver_country,sender_kind,receiver_kind,"
    "hop_kind,sender_is_under_appi,data_form,notice_tells_of_transfer,breaches_uk_transfer_restriction"
)
LAWFUL = "1,{sector},a,b,GB,FR,company,company,disclosure,false,identifiable,true,false"
REFUSED = "1,{sector},a,b,GB,FR,company,company,disclosure,false,identifiable,false,false"


@pytest.fixture
def table(tmp_path):
    """Return a function that writes rows as CSV, each after its flow's name."""

    def written(rows, head=HEAD):
        path = tmp_path / "flows.csv"
        lines = (f"f{n:04},{row}" for n, row in enumerate(rows))
        path.write_text("\n".join([head, *lines]) + "\n", encoding="utf-8")
        return path

    return written


@pytest.fixture
def many(table):
    """Return a table: in health 40 lawful and 3 refused, in retail 50 and 20."""
    rows = [LAWFUL.format(sector="health")] * 40 + [REFUSED.format(sector="health")] * 3
    rows += [LAWFUL.format(sector="retail")] * 50 + [REFUSED.format(sector="retail")] * 20
    return table(rows)


def counted(call, *words):
    told = call("transfers", "portfolio", *words, "--as-of", "2026-11-23", "--format", "json")
    assert told.code == 0, told.err
    found = json.loads(told.out)
    assert found["may_leave_the_desk"] is True
    return {(cell["row"], cell["column"]): cell["shown"] for cell in found["cells"]}


def test_flows_are_counted_by_outcome_and_sector_and_small_counts_are_withheld(call, many):
    by_sector = counted(call, many, "--by", "sector")
    assert by_sector["health", "refused"] == "<10"
    assert by_sector[None, None] == "113"
    assert "3" not in by_sector.values()
    by_outcome = counted(call, many)
    assert by_outcome.items() <= by_sector.items()
    assert by_outcome[None, "lawful"] == "90"


def test_hops_are_counted_by_rule(call, many):
    by_rule = counted(call, many, "--by", "rule")
    assert by_rule["uk-data-transfer:UKT-5", "not_met"] == "23"
    assert by_rule["uk-data-transfer:UKT-1", "met"] == "113"


def test_the_days_before_and_after_a_rule_begins(call, many):
    days = ("--before", "2026-02-04", "--after", "2026-02-05", "--format", "json")
    told = call("transfers", "portfolio", many, "--by", "rule", *days)
    found = {(one["row"], one["column"]): one["n"] for one in json.loads(told.out)["cells"]}
    assert found["uk-data-transfer:UKT-49A", "not_in_force>met"] == 113
    told = call("transfers", "portfolio", many, "--detail", *days)
    listed = json.loads(told.out)
    assert listed["may_leave_the_desk"] is False
    assert "FOR THE DESK ALONE" in told.err
    assert len(listed["hops"]) == 113
    assert listed["hops"][0]["rules"] == ["uk-data-transfer:UKT-49A not_in_force>met"]


def test_the_day_on_which_an_adequacy_decision_ends(call, table, tmp_path):
    shipped = Path(__file__).parents[3] / "src/kakehashi/reference/rulebooks"
    text = (shipped / "uk-data-transfer.yaml").read_text(encoding="utf-8")
    way = "        when: japan_adequacy_reaches_receiver\n"
    assert text.count(way) == 1
    folder = tmp_path / "rulebooks"
    folder.mkdir()
    ending = text.replace(way, way + "        period: {ends: 2027-01-01}\n")
    (folder / "uk-data-transfer.yaml").write_text(ending, encoding="utf-8")
    head = HEAD + (
        ",receiver_data_is_under_appi,papers_complete,uk_derogations,uk_derogations__complete,"
        "purpose_is_recorded,use_stays_in_purpose,data_categories,data_categories__complete,"
        "receiver_roles,receiver_roles__complete"
    )
    row = LAWFUL.format(sector="x").replace("FR", "JP")
    row += ",true,true,,true,true,true,contact,true,processor,true"
    path = table([row] * 30, head)
    days = ("--before", "2026-12-31", "--after", "2027-01-01", "--rulebooks", folder)
    told = call("transfers", "portfolio", path, *days, "--format", "json")
    cells = {cell["column"]: cell["n"] for cell in json.loads(told.out)["cells"]}
    assert cells == {"lawful>refused": 30, None: 30}
    due = call("transfers", "portfolio", path, "--dates", "--rulebooks", folder, "--as-of",
               "2026-12-31", "--format", "json")  # fmt: skip
    assert ("2027-01-01", "law") in {
        (one["on"], one["kind"]) for one in json.loads(due.out)["dates"]
    }


def test_a_folder_of_flows_and_the_end_of_a_contract(call):
    days = ("--before", "2027-03-31", "--after", "2027-04-01", "--format", "json")
    told = call("transfers", "portfolio", FLOWS, "--detail", *days)
    (hop,) = json.loads(told.out)["hops"]
    assert (hop["flow"], hop["hop"]) == ("health-device", "to-desk")
    assert (hop["before"], hop["after"]) == ("lawful", "refused")
    counts = json.loads(call("transfers", "portfolio", FLOWS, *days).out)
    assert {cell["shown"] for cell in counts["cells"]} == {"…"}  # too few to show anything


@pytest.mark.parametrize(("lang", "words"), [("en", "Contract ends"), ("ja", "契約の終了")])
def test_what_ends_is_a_calendar(call, tmp_path, lang, words):
    file = tmp_path / "due.ics"
    asked = ("transfers", "portfolio", FLOWS, "--dates", "--as-of", "2026-11-23", "--lang", lang)
    assert words in call(*asked).out
    assert call(*asked, "--format", "ics", "-o", file).code == 0
    text = file.read_text(encoding="utf-8").replace("\r\n ", "")
    assert "DTSTART;VALUE=DATE:20270331" in text
    assert words in text


def test_csv_and_parquet_hold_the_same_cells(call, many, tmp_path):
    shown = counted(call, many, "--by", "sector")
    for form in ("csv", "parquet"):
        file = tmp_path / f"out.{form}"
        words = ("--as-of", "2026-11-23", "--by", "sector", "--format", form, "-o", file)
        assert call("transfers", "portfolio", many, *words).code == 0
        content = file.read_bytes()
        if form == "csv":
            rows = list(csv.DictReader(StringIO(content.decode("utf-8-sig"))))
        else:
            rows = pl.read_parquet(BytesIO(content)).to_dicts()
        assert {
            (one["row"] or None, one["column"] or None): one["shown"].lstrip("'") for one in rows
        } == shown


@pytest.mark.parametrize("lang", ["en", "ja"])
def test_the_table_says_how_to_read_its_signs(call, many, lang):
    told = call("transfers", "portfolio", many, "--by", "sector", "--lang", lang)
    assert told.code == 0
    assert told.out.count("<10") >= 2
    assert "2026-11-22" in told.out  # the day on which the rules were last checked
    assert "health" in told.out


def faults(told):
    assert told.code == 65
    return [(one["code"], one["where"]) for one in json.loads(told.err)["faults"]]


def test_all_faults_of_a_table_are_told_with_their_rows(call, table):
    head = HEAD.replace("data_form", "data_from") + ",idta_until,after"
    rows = [
        LAWFUL.format(sector="x").replace("GB", "UK") + ",,",
        LAWFUL.format(sector="x").replace("company,company", "company,shop").replace(",b,", ",,")
        + ",2026-13-01,",
    ]
    found = faults(call("transfers", "portfolio", table(rows, head), "--format", "json"))
    assert sorted(found) == [
        ("blank_cell", "flows.csv:3, receiver"),
        ("no_such_column", "flows.csv"),
        ("no_such_country", "flows.csv:2, sender_country"),
        ("wrong_cell", "flows.csv:3, idta_until"),
        ("wrong_cell", "flows.csv:3, receiver_kind"),
    ]


def test_flows_that_cannot_be_walked_are_refused(call, tmp_path):
    path = tmp_path / "flows.csv"
    rest = "company,company,disclosure"
    path.write_text(
        "flow,hop,sender,receiver,sender_country,receiver_country,sender_kind,receiver_kind,"
        "hop_kind,starts,until,idta_until,after\n"
        f"a,1,x,y,GB,JP,{rest},2026-05-01,2026-04-01,,\n"
        f"a,2,y,z,JP,US,{rest},2026-04-01,,2027-01-01,\n"
        f"a,2,y,w,JP,US,{rest},,,,9\n"
        f"b,1,x,x,GB,GB,{rest},,,,\n"
        f"b,2,q,r,GB,JP,{rest},,,,\n"
        "b,3,x,p,GB,JP,individuals,company,disclosure,,,,\n",
        encoding="utf-8",
    )
    assert set(faults(call("transfers", "portfolio", path, "--format", "json"))) == {
        ("hop_twice", "flows.csv:4, hop"),
        ("hop_both_sides", "flows.csv:5, receiver"),
        ("people_send", "flows.csv:7, hop_kind"),
        ("days_turned", "flows.csv:2, until"),
        ("no_first_day", "flows.csv:3, idta_until"),
        ("hop_not_reached", "flows.csv:4, sender"),
        ("hop_not_reached", "flows.csv:6, sender"),
        ("hop_not_joined", "flows.csv:4, after"),
        ("hop_too_early", "flows.csv:3, starts"),
    }


def test_of_very_many_faults_fifty_are_told_and_the_rest_counted(call, table):
    path = table([LAWFUL.format(sector="x").replace("GB", "??")] * 90)
    found = faults(call("transfers", "portfolio", path, "--format", "json"))
    assert len(found) == 51
    assert found[-1][0] == "more_faults"


@pytest.mark.parametrize(
    "words",
    [
        ("--before", "2026-02-04"),
        ("--before", "2026-02-04", "--after", "2026-02-05", "--as-of", "2026-02-05"),
        ("--dates", "--detail"),
        ("--dates", "--format", "csv"),
        ("--format", "ics"),
    ],
)
def test_options_that_do_not_go_together(call, words):
    assert call("transfers", "portfolio", FLOWS, *words).code == 64


def test_a_source_that_changed_is_watched_with_what_rests_on_it(call, tmp_path):
    shipped = Path(__file__).parents[3] / "src/kakehashi/reference/rulebooks"
    text = (shipped / "uk-data-transfer.yaml").read_text(encoding="utf-8")
    older = text.replace("read: excerpt; the list stops at 2023", "read: excerpt")
    assert older != text
    (tmp_path / "uk-data-transfer.yaml").write_text(older, encoding="utf-8")
    asked = ("transfers", "watch", "--since", tmp_path, "--as-of", "2027-02-23")
    found = json.loads(call(*asked, "--format", "json").out)
    (source,) = found["sources"]
    assert (source["source"], source["kind"]) == ("handley", "changed")
    assert "uk-data-transfer:UKT-1/UKT-A-JP" in source["rests"]
    assert {one["rulebook"] for one in found["overdue"]} == {"uk-data-transfer", "jp-data-transfer"}
    weak = {one["part"]: one["basis"] for one in found["weak"]}
    assert weak["uk-data-transfer:UKT-27"] == "memory"
    assert "uk-data-transfer:UKT-1" not in weak
    for lang in ("en", "ja"):
        assert "handley" in call(*asked, "--lang", lang).out
