"""What the API tells of the record, and to whom."""

import io
import itertools
import json
import zipfile

import pytest
from pypdf import PdfReader

from kakehashi.accord.record import KINDS
from kakehashi.answers.record_shelf import shipped_record

pytestmark = pytest.mark.django_db


def test_the_public_sees_how_many_rows_there_are_of_each_kind_and_gets_no_cookie(public):
    answer = public.get()
    told = answer.json()
    shipped = shipped_record()
    for line in told["kinds"]:
        assert line["n"] == len(shipped.every(KINDS[line["kind"]]))
    assert told["me"] is None
    assert told["csrf_token"] is None
    assert told["sides"]["jp"] == ["org:digital-agency", "org:meti", "org:mic"]
    assert answer.cookies == {}


def test_pages_of_a_list_hold_every_row_once(public):
    seen = []
    for page in range(1, 6):
        told = public.get("/rows", page=page, per_page=60).json()
        seen += [row["id"] for row in told["record"]["rows"]]
        assert set(told["about"]) == {row["id"] for row in told["record"]["rows"]}
    assert seen == sorted(shipped_record().rows)
    assert told["n"] == len(seen)


def test_rows_are_chosen_by_kind_and_parent(public):
    told = public.get("/rows", kind="clause", parent="statement:council-2024").json()["record"]
    expected = [
        row.id for row in shipped_record().rows.values()
        if getattr(row, "statement", None) == "statement:council-2024"
    ]  # fmt: skip
    assert sorted(row["id"] for row in told["rows"]) == sorted(expected)
    assert {row["kind"] for row in told["rows"]} == {"clause"}
    used = {name for row in told["rows"] for name in row["sources"]}
    assert used <= {source["id"] for source in told["sources"]}


def test_one_row_comes_with_its_digest(public):
    told = public.get("/rows/action:ai").json()
    assert [row["id"] for row in told["record"]["rows"]] == ["action:ai"]
    assert told["about"]["action:ai"]["digest"].startswith("sha256:")
    assert told["acts"] == told["proposals"] == []


WRONG = [
    ("/rows/action:none", {}, 404, "action:none"),
    ("/rows/NO", {}, 422, "path.ref"),
    ("/rows", {"kind": "none"}, 422, "query.kind"),
    ("/rows", {"page": 0, "per_page": 999}, 422, "query.per_page"),
    ("/statuses", {"on": "2026-02-30"}, 422, "query.on"),
    ("/papers/agenda.json", {}, 422, "query.of"),
    ("/papers/agenda.csv", {"of": "meeting:council-2025"}, 422, "path csv"),
    ("/papers/agenda.json", {"of": "meeting:none"}, 404, "meeting:none"),
    ("/papers/brief.json", {"since": "2026-02-01", "on": "2026-01-01"}, 422, "query.since"),
    ("/proposals/proposal:uk-1", {}, 404, "proposal:uk-1"),
    ("/kinds/none", {}, 404, "kind none"),
    ("/withheld", {}, 401, "request"),
]


def test_what_is_asked_wrong_is_told_where_in_the_language_asked_for(public):
    for (path, asked, status, where), lang in itertools.product(WRONG, ("en", "ja")):
        answer = public.browser.get(
            f"/api/v1/record{path}", asked, headers={"accept-language": lang}
        )
        faults = answer.json()["faults"]
        assert answer.status_code == status, (path, faults)
        assert where in {fault["where"] for fault in faults}, (path, faults)
        assert faults[0]["what"].isascii() is (lang == "en"), path


def test_views_of_the_record_give_what_the_record_holds(public):
    shipped = shipped_record()
    assert public.get("/matrix").json()["years"] == [2022, 2023, 2024, 2025]
    statuses = public.get("/statuses", per_page=200, on="2026-11-23").json()
    assert statuses["n"] == len(statuses["statuses"])
    assert set(statuses["statuses"][0]["views"]) == {"uk", "jp", "independent"}
    lineage = public.get("/lineage").json()
    assert lineage["dropped_in_silence"]
    assert len(lineage["lineage"]) > 0
    assert public.get("/open").json()["gaps"]
    entries = public.get("/timeline", per_page=200, on="2026-11-23").json()["entries"]
    assert entries == sorted(entries, key=lambda one: (one["when"]["on"] or "9999", one["row"]))
    assert public.get("/sources").json()["n"] == len(shipped.sources)


def test_an_instrument_is_in_force_on_a_day_and_not_on_another(public):
    def answers(on):
        told = public.get("/instruments", on=on).json()["instruments"]
        return {one["instrument"]: one["in_force"]["answer"] for one in told}

    before, after = answers("2015-01-01"), answers("2026-11-23")
    assert "yes" not in before.values()
    assert "yes" in after.values()


def test_search_finds_both_languages_and_any_width(public):
    for query in ("ＡＩ", "半導体", "ai"):
        assert public.get("/search", q=query).json()["n"] > 0, query
    assert public.get("/search", q="a\0b").json()["n"] == 0


@pytest.mark.parametrize(
    ("paper", "of"),
    [
        ("agenda", "meeting:council-2025"),
        ("minutes", "meeting:council-2025"),
        ("statement", "statement:council-2024"),
        ("commitments", None),
        ("brief", None),
    ],
)
def test_a_paper_as_json_is_that_of_the_command_line(public, capsysbinary, paper, of):
    from kakehashi.cli.main import main

    asked = {"on": "2026-11-20", **({"of": of} if of else {})}
    given = ["council", paper, "--format", "json", "--as-of", "2026-11-20"]
    if of:
        given += [f"--{'statement' if paper == 'statement' else 'meeting'}", of]
    assert main(given) == 0
    printed = json.loads(capsysbinary.readouterr().out)
    assert public.get(f"/papers/{paper}.json", **asked).json() == printed


def test_papers_come_in_every_form(public):
    word = public.get("/papers/statement.docx", of="statement:council-2024")
    assert "word/document.xml" in zipfile.ZipFile(io.BytesIO(word.content)).namelist()
    pdf = public.get("/papers/agenda.pdf", of="meeting:council-2025", lang="en")
    assert "2025" in PdfReader(io.BytesIO(pdf.content)).pages[0].extract_text()
    assert public.get("/papers/commitments.csv").content.startswith(b"\xef\xbb\xbf")
    assert public.get("/papers/commitments.ics").content.startswith(b"BEGIN:VCALENDAR")
    assert b"<feed" in public.get("/papers/commitments.atom").content
    assert public.get("/papers/brief.csv").status_code == 200


def test_a_row_of_another_is_told_as_one_that_is_not_there(program, public, a_commitment, a_file):
    written = program().post("/rows", a_file(a_commitment()))
    assert written.status_code == 200, written.json()
    readers = {
        "own": program(), "own side": program("ico"), "other": program("mic", "jp"),
        "public": public,
    }  # fmt: skip
    for name, reader in readers.items():
        one = reader.get("/rows/commitment:uk-testbed")
        listed = reader.get("/rows", kind="commitment", per_page=200).json()["about"]
        assert ("commitment:uk-testbed" in listed) is (name == "own"), name
        assert one.status_code == (200 if name == "own" else 404), name
        if name != "own":
            none = reader.get("/rows/commitment:uk-no-such").json()
            assert one.json() == json.loads(json.dumps(none).replace("no-such", "testbed"))


def test_acts_are_listed_to_those_who_may_see_them(program, public, a_commitment, a_file):
    rows = [a_commitment(), a_commitment("uk-shown", visibility="joint")]
    assert program().post("/rows", a_file(*rows)).status_code == 200
    things = {
        name: {act["thing"] for act in reader.get("/acts", side="uk").json()["acts"]}
        for name, reader in {"own": program(), "other": program("mic", "jp"), "all": public}.items()
    }
    assert things == {
        "own": {"commitment:uk-testbed", "commitment:uk-shown"},
        "other": {"commitment:uk-shown"},
        "all": set(),
    }


def test_the_public_is_told_of_an_act_and_not_which_account_did_it(program, public, a_commitment,
                                                                   a_file):  # fmt: skip
    own = program()
    written = own.post("/rows", a_file(a_commitment())).json()["rows"][0]
    own.post(f"/rows/{written['ref']}/publish", {"digest": written["digest"]})
    for path in ("/acts?side=uk", f"/rows/{written['ref']}"):
        (told,) = public.get(path).json()["acts"]
        assert (told["verb"], told["person"]) == ("publish", ""), path
        assert own.get(path).json()["acts"][0]["person"], path


def test_a_list_asks_the_database_few_questions(public, program, django_assert_max_num_queries):
    dsit = program()
    for path in ("/rows", "/acts", "/statuses", "/search?q=ai", "/rows/action:ai", "/proposals"):
        public.get(path)
        with django_assert_max_num_queries(8):
            public.get(path)
        with django_assert_max_num_queries(16):
            dsit.get(path)
