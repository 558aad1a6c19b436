"""A network of one's own on the site: uploaded, answered as everywhere, and forgotten."""

import html
import io
import json
import random
import re
import zipfile
from datetime import UTC, datetime

import polars as pl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from kakehashi.answers.own_network import Options, kept_bytes, own_answer, unpacked
from kakehashi.site.acts.delete_check import delete_check
from kakehashi.site.acts.save_check import save_check
from kakehashi.site.records.models import SavedCheck
from kakehashi.site.views.saved_check import saved_check
from kakehashi.supply import Mode
from kakehashi.terms.errors import InputError

NOW = datetime(2026, 11, 20, 3, 0, tzinfo=UTC)
FLOWS = {
    "edges.csv": "supplier,customer,sales\nAcme & co,b,4\nb,<b>c,3\n<b>c,Acme & co,2\n",
    "firms.csv": "firm,sector,revenue,costs\nAcme & co,0,9,6\nb,1,9,6\n<b>c,1,9,6\n",
    "essential.csv": "1,2\n0,1\n",
}
SHARES = {
    "inputs.csv": "id,en,ja,kind\nwafers,Wafers,ウェハー,consumable\nchips,Chips,チップ,step\n",
    "relations.csv": "upstream,relation,downstream\nwafers,goes_into,chips\n",
    "providers.csv": "id,en,ja,kind\nJP,Japan,日本,country\n",
    "shares.csv": "input,provider,share,year,source\nwafers,JP,0.56,2019,A text\n",
}


def uploads(files):
    return [
        SimpleUploadedFile(name, text if isinstance(text, bytes) else text.encode())
        for name, text in files.items()
    ]


@pytest.fixture
def bring(visitor):
    """Return how tables are brought."""

    def brought(files, lang="en", **fields):
        return visitor.post(f"/{lang}/supply/own/", {"files": uploads(files), **fields})

    return brought


def words(answer, status=200):
    assert answer.status_code == status, answer.content.decode()
    return html.unescape(answer.content.decode())


@pytest.mark.parametrize(
    ("lang", "word"), [("en", "Whose stop costs most"), ("ja", "停止した場合の損失が大きい企業")]
)
def test_flows_are_ranked_with_chart_and_table(bring, lang, word):
    answer = bring(FLOWS, lang, mode="certified", replaceability="off", open="yes")
    told = words(answer)
    assert word in told
    assert {"en": "No firm stands in", "ja": "企業は互いに代替しません"}[lang] in told
    files = {name: text.encode() for name, text in FLOWS.items()}
    options = Options(mode=Mode.CERTIFIED, is_replaceable=False, is_open=True)
    rows = own_answer(files, options).tables["rank"]
    worst = max(rows, key=lambda row: row["index"])
    assert f'<td class="govuk-table__cell">{worst["index"]:.6f}</td>' in answer.content.decode()
    assert re.search(r'<svg[^>]*class="marks"', told)
    assert answer.headers["Cache-Control"] == "no-store"


def test_what_was_not_kept_says_how_all_rows_are_got(bring):
    assert "Nothing was kept" in words(bring(FLOWS))


def test_hostile_names_stay_text(bring):
    raw = bring(FLOWS).content.decode()
    assert "<b>" not in raw
    assert "&lt;b&gt;c" in raw
    assert not re.search(r"<script|style=", raw)


@pytest.mark.parametrize("lang", ["en", "ja"])
def test_shares_are_measured_and_drawn(bring, lang):
    told = words(bring(SHARES, lang)).replace("\u00a0", " ")
    assert {"en": "◆ Japan 56 % (2019)", "ja": "◆ 日本 56 % (2019)"}[lang] in told
    assert 'id="chokepoints"' in told
    assert 'id="reach"' in told
    assert "A text" in told
    assert "/inputs/" not in told


def test_all_comes_as_files_the_main_table_as_csv(bring):
    answer = bring(FLOWS, give="csv")
    assert answer.headers["Content-Disposition"].endswith('kakehashi-network.csv"')
    assert answer.content.decode("utf-8-sig").startswith("scenario,index,index_down,index_up")
    tables = json.loads(bring(SHARES, give="json").content)
    assert list(tables) == ["chokepoints", "reach", "relations"]
    assert tables["chokepoints"][0]["top_share"] == 0.56


def a_zip(files, folder="mine/"):
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, text in files.items():
            packed.writestr(folder + name, text)
    return held.getvalue()


def test_a_zip_and_parquet_are_read_as_their_tables(bring):
    by_csv = bring(FLOWS, give="json").content
    assert bring({"mine.zip": a_zip(FLOWS)}, give="json").content == by_csv
    assert bring({"mine.zip": a_zip(FLOWS, "..\\C:\\")}, give="json").content == by_csv
    written = io.BytesIO()
    pl.read_csv(FLOWS["edges.csv"].encode()).write_parquet(written)
    mixed = {"edges.parquet": written.getvalue(), **FLOWS}
    del mixed["edges.csv"]
    assert bring(mixed, give="json").content == by_csv


def codes(uploads):
    with pytest.raises(InputError) as found:
        own_answer(unpacked(uploads))
    return [fault.code for fault in found.value.faults]


def test_what_is_hostile_or_too_large_is_refused_before_it_is_read():
    assert codes([("a.zip", b"no zip")]) == ["unreadable_zip"]
    assert codes([("a.zip", a_zip({"edges.csv": b"0" * (4 * 2**20 + 1)}))]) == ["zip_too_large"]
    assert codes([("a.zip", a_zip({f"{n}.csv": b"" for n in range(9)}))]) == ["zip_too_large"]
    twice = [("edges.csv", b""), ("a.zip", a_zip({"edges.csv": b""}))]
    assert codes(twice) == ["table_twice"]
    many = io.BytesIO()
    pl.DataFrame({"firm": ["a"] * 1_000_000}).write_parquet(many)
    assert len(many.getvalue()) < 100_000
    assert codes([("firms.parquet", many.getvalue())]) == ["too_many_of"]
    assert codes([("firms.parquet", b"PAR1")]) == ["unreadable_table", "no_table"]
    turned = FLOWS["edges.csv"].replace("Acme", "\u202eAcme").replace("\n", "\r\n").encode()
    assert codes([("edges.csv", turned)]) == ["unfit_table"]
    assert codes([("edges.csv", b"supplier,customer,sales\na\x07,b,1\n")]) == ["unfit_table"]
    assert codes([]) == ["no_network"]


def test_parquet_that_swells_ends_in_a_process_of_its_own(bring):
    written = io.BytesIO()
    rows = pl.DataFrame({"firm": [f"{n}" + "A" * 20_000 for n in range(2_000)], "sector": 0})
    rows.write_parquet(written, statistics=False)
    assert len(written.getvalue()) < 100_000  # 40 MB as CSV
    files = {**FLOWS, "firms.parquet": written.getvalue()}
    del files["firms.csv"]
    told = words(bring(files, "ja"), 422)
    assert "firms.parquet" in told
    assert "Parquet の表を読み取れないか、内容が多すぎます" in told
    two = words(bring({**FLOWS, "edges.parquet": b"PAR1"}), 422)
    assert "edges.csv" in two
    assert "Parquet" not in two.partition("<h1")[0]


def test_faults_come_with_their_rows_and_the_form_as_it_was(bring):
    wrong = {**FLOWS, "edges.csv": "supplier,customer,sales\nb,x,-1\n"}
    told = words(bring(wrong, "ja", mode="certified"), 422)
    assert "edges.csv:2" in told
    assert re.search(r'value="certified" checked', told)
    assert "no network that is known" in words(bring({}), 422)


@pytest.mark.django_db
@pytest.mark.parametrize("lang", ["en", "ja"])
def test_a_network_is_kept_only_if_asked_under_a_secret_link_and_deleted_there(
    bring, visitor, lang
):
    bring(FLOWS, lang, keep="no")
    bring(FLOWS, lang, keep="7", give="csv")
    assert SavedCheck.objects.count() == 0
    assert bring(FLOWS, lang, keep="8").status_code == 422
    told = bring(FLOWS, lang, keep="30", mode="certified", open="yes")
    path, token = re.search(rf'href="(/{lang}/supply/own/saved/([^/"]+)/)"', words(told)).groups()
    row = SavedCheck.objects.get()
    assert token.encode() not in bytes(row.token_sha256) + bytes(row.state)
    assert (row.expires_at - row.saved_at).days == 30
    opened = visitor.get(path)
    for answer in (told, opened):
        assert answer.headers["Cache-Control"] == "no-store"
        assert 'content="noindex, nofollow"' in words(answer)
        assert "Nothing was kept" not in words(answer)
    ranked = re.compile(r'id="rank".*?</table>', re.DOTALL)
    assert ranked.search(words(opened))[0] == ranked.search(words(told))[0]
    files = {name: text.encode() for name, text in FLOWS.items()}
    rows = own_answer(files, Options(mode=Mode.CERTIFIED, is_open=True)).tables["rank"]
    assert visitor.get(f"{path}files/rank.json").json() == rows
    assert b"scenario,index" in visitor.get(f"{path}files/rank.csv").content
    for file in ("rank.svg", "reach.csv", "rank"):
        assert visitor.get(f"{path}files/{file}").status_code == 404
    assert visitor.get(f"/{lang}/business/check/saved/{token}/").status_code == 404
    assert visitor.get(f"{path}delete/").status_code == 405
    assert visitor.post(f"{path}delete/").status_code == 200
    assert visitor.get(path).status_code == 404
    assert visitor.post(f"{path}delete/").status_code == 404


@pytest.mark.django_db
def test_a_check_of_a_product_opens_no_network():
    token = save_check(b"state", days=7, now=NOW)
    assert saved_check(token, now=NOW, of="network") is None
    assert not delete_check(token, "network")
    assert saved_check(token, now=NOW).state == b"state"


def test_what_is_too_much_is_not_kept():
    noise = {"edges.csv": random.Random(1).randbytes(2**20 + 1)}
    with pytest.raises(InputError) as found:
        kept_bytes(noise, Options())
    assert [fault.code for fault in found.value.faults] == ["too_much_to_keep"]


def test_the_list_of_networks_leads_there(visitor):
    assert 'href="/en/supply/own/"' in words(visitor.get("/en/supply/"))
    assert "2,000" in words(visitor.get("/en/supply/own/"))
