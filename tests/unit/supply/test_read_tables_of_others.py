"""Tables in the form of ICIO and BACI, and pymrio's frames: what is read, what is refused."""

from types import SimpleNamespace

import numpy as np
import pymrio
import pytest

from kakehashi.supply import rank
from kakehashi.supply.ario import simulate
from kakehashi.supply.network_kind import NetworkKind, network_kinds
from kakehashi.supply.read_baci import read_baci
from kakehashi.supply.read_icio import read_icio
from kakehashi.supply.read_pymrio import read_pymrio
from kakehashi.terms.errors import InputError

# made up, in the form of the editions since 2023; columns in another order than the rows
ICIO = """\
V1,JPN_C26,GBR_C26,GBR_A01_02,CN1_C26,GBR_HFCE,GBR_INVNT,JPN_HFCE,CHN_HFCE,OUT
GBR_A01_02,1,0,2,0,5,-1,1,0,8
GBR_C26,2,3,0,1,4,0,0,0,10
JPN_C26,4,6,0,1,2,-3,7,3,20
CN1_C26,1,0,0,0,0,0,0,1,2
TLS,0,0,0,0,0,0,0,0,0
VA,12,1,6,0,0,0,0,0,19
OUT,20,10,8,2,0,0,0,0,40
"""
# in the form of 2016 and 2018: taxes by country, final demand named the other way round
OLD_ICIO = """\
,AUS_C01T05,JPN_C01T05,HFCE_AUS,HFCE_JPN,DISC,TOTAL
AUS_C01T05,1,2,3,0,0,6
JPN_C01T05,0,,1,2,0,3
AUS_TAXSUB,0,0,0,0,0,0
VALU,5,1,0,0,0,6
OUTPUT,6,3,0,0,0,9
"""
BACI = """\
t,i,j,k,v,q
2023,392,826,854231,   12.5,     0.10
2023,826,392,854231,    4.0,       NA
2023,156,826,854231,   10.0,     1.00
2023,156,392,020130,    3.0,     1.00
"""
CODES = """\
country_code,country_name,country_iso2,country_iso3
156,China,CN,CHN
392,Japan,JP,JPN
826,United Kingdom,GB,GBR
891,Serbia and Montenegro (...2005),CS,N/A
"""


def codes(call, *args, **options):
    with pytest.raises(InputError) as refused:
        call(*args, **options)
    return sorted((fault.code, fault.where) for fault in refused.value.faults)


def flows_of(network):
    names = network.firms
    edges = zip(network.supplier, network.customer, network.value.tolist(), strict=True)
    return {(names[i], names[j]): value for i, j, value in edges}


def test_a_wide_table_of_the_oecd_s_form_is_read():
    network = read_icio("2020_SML.csv", ICIO.encode())
    assert network.firms == ("CN1 | C26", "GBR | A01_02", "GBR | C26", "JPN | C26")
    assert network.countries == ("CHN", "GBR", "JPN")  # a part counts as its country
    assert [network.countries[at] for at in network.country_of] == ["CHN", "GBR", "GBR", "JPN"]
    assert (network.currency, network.year) == ("USD", 2020)
    flows = flows_of(network)
    assert flows["JPN | C26", "GBR | C26"] == 6e6
    assert flows["GBR | A01_02", "GBR | A01_02"] == 2e6
    assert len(flows) == 9
    assert (network.revenue / 1e6).tolist() == [2, 8, 10, 20]
    assert (network.costs / 1e6).tolist() == [2, 8, 10, 20]
    # of the buying country in all: stocks that fell are set off against what was bought
    assert (network.final_demand / 1e6).tolist() == [[1, 0, 0], [0, 4, 1], [0, 4, 0], [3, 0, 7]]
    assert [(w.code, w.where) for w in network.warnings] == [
        ("net_final_below_zero", "2020_SML.csv"), ("no_essential", "essential"),
    ]  # fmt: skip
    assert "1 times, -1e+06 USD" in network.warnings[0].what.en


def test_pymrio_reads_the_same_flows(tmp_path):
    """An independent reader of the form; it takes parts of countries together, so none here."""
    table = ICIO.replace("CN1_", "USA_").replace("CHN_", "USA_").replace(",7,3,20", ",10,0,20")
    file = tmp_path / "ICIO2023_2020.csv"
    file.write_text(table)
    theirs = pymrio.parse_oecd(file)
    ours = flows_of(read_icio(file.name, table.encode()))
    for (seller, sold), row in theirs.Z.iterrows():
        for (buyer, bought), value in row.items():
            assert ours.get((f"{seller} | {sold}", f"{buyer} | {bought}"), 0) == 1e6 * value
    theirs.Y.columns = theirs.Y.columns.get_level_values(0)
    network = read_icio(file.name, table.encode())
    demand = dict(zip(network.firms, network.final_demand, strict=True))
    for (country, sector), row in theirs.Y.T.groupby(level=0).sum().T.iterrows():
        expected = [max(0.0, 1e6 * row.get(one, 0.0)) for one in network.countries]
        assert demand[f"{country} | {sector}"].tolist() == expected


def test_older_editions_are_read():
    network = read_icio("ICIO2016_2011.csv", OLD_ICIO.encode())
    assert network.year == 2011
    assert flows_of(network) == {
        ("AUS | C01T05", "AUS | C01T05"): 1e6, ("AUS | C01T05", "JPN | C01T05"): 2e6,
    }  # fmt: skip
    assert (network.final_demand / 1e6).tolist() == [[3, 0], [1, 2]]
    assert [w.code for w in network.warnings] == ["blank_cells", "no_essential"]


def test_a_table_whose_columns_are_cut_off_is_out_of_balance():
    cut = ICIO.replace(",CHN_HFCE", ",CHN_NPISH").replace("7,3,20", "7,0,20")
    warned = read_icio("ICIO.csv", cut.encode()).warnings
    assert "out_of_balance" in [w.code for w in warned]
    assert read_icio("ICIO.csv", cut.encode()).year is None


def test_a_wide_table_takes_a_matrix_of_essential_inputs():
    matrix = b",C26,A01_02,C99\nC26,1,2,0\nA01_02,0,1,0\nC99,0,0,0\n"
    network = read_icio("2020_SML.csv", ICIO.encode(), {"essential.csv": matrix})
    assert network.sectors == ("A01_02", "C26")
    assert network.essential.tolist() == [[1, 0], [2, 1]]
    lacking = {"essential.csv": b",C26\nC26,1\n"}
    assert codes(read_icio, "2020.csv", ICIO.encode(), lacking) == [("unknown_sector", "essential")]


def test_all_faults_of_a_wide_table_come_at_once_with_their_rows():
    wrong = (
        ICIO.replace("2,3,0,1,4", "nan,-3,0,one,4")
        .replace("1,0,2,0,5", "inf,0,2,0,x")
        .replace("6,0,1,2,-3,7,3,20", "6,0,1,2,-3,7,3,-20")
    )
    assert codes(read_icio, "2020.csv", wrong.encode()) == sorted([
        ("not_a_number", "2020.csv:2"), ("not_a_number", "2020.csv:2"),
        ("not_a_number", "2020.csv:3"), ("negative", "2020.csv:3"),
        ("not_a_number", "2020.csv:3"), ("negative", "2020.csv:4"),
    ])  # fmt: skip
    with pytest.raises(InputError) as refused:
        read_icio("2020.csv", wrong.encode())
    assert any("CN1_C26 is 'one'" in fault.what.en for fault in refused.value.faults)
    names = ICIO.replace("CN1_C26,1,0", "GBR_C26,1,0").replace("TLS", "Taxes!").replace(
        "JPN_HFCE", "JPN HFCE"
    ).replace("GBR_INVNT", "GBR_HFCE")  # fmt: skip
    assert codes(read_icio, "2020.csv", names.encode()) == [
        ("column_twice", "2020.csv:1"), ("industry_no_row", "2020.csv:1"),
        ("industry_twice", "2020.csv:5"), ("unknown_column", "2020.csv:1"),
        ("unknown_row", "2020.csv:6"),
    ]  # fmt: skip
    assert codes(read_icio, "2020.csv", b"V1,GBR_A\n") == [
        ("industry_no_row", "2020.csv:1"), ("no_rows", "2020.csv"),
    ]  # fmt: skip


def test_trade_is_read_with_and_without_the_table_of_countries():
    network = read_baci("BACI_HS17_Y2023_V202501.csv", BACI.encode(), {"country_codes_V202501.csv": CODES.encode()})  # fmt: skip  # noqa: E501
    assert flows_of(network) == {
        ("JPN | 854231", "GBR | imports"): 12_500, ("GBR | 854231", "JPN | imports"): 4_000,
        ("CHN | 854231", "GBR | imports"): 10_000, ("CHN | 020130", "JPN | imports"): 3_000,
    }  # fmt: skip
    assert network.sectors == ("020130", "854231", "imports")
    assert (network.currency, network.year, network.is_trade) == ("USD", 2023, True)
    plain = read_baci("BACI.csv", BACI.replace("020130", "20130").encode())
    assert plain.countries == ("156", "392", "826")
    assert plain.sectors == network.sectors
    assert [w.code for w in plain.warnings] == ["lost_zero"]
    older = b"country_code,iso_3digit_alpha\n156,CHN\n392,JPN\n826,JPN\n"
    assert read_baci("B.csv", BACI.encode(), {"country_codes.csv": older}).countries == (
        "826", "CHN", "JPN",
    )  # fmt: skip


def test_all_faults_of_trade_come_at_once_with_their_rows():
    wrong = BACI + (
        "2022,392,826,010121,1,1\n2023,392,826,854231,1,1\n2023,999,826,010121,-1,1\n"
        "2023,392,826,010129,nan,1\n2023,,826,010190,1,1\n2023,392,826,010111,0,1\n"
    )
    table = CODES.replace("891,", "392,")
    assert codes(read_baci, "b.csv", wrong.encode(), {"country_codes.csv": table.encode()}) == [
        ("blank", "b.csv:10"), ("country_twice", "country_codes.csv:5"), ("mixed", "b.csv:6"),
        ("negative", "b.csv:8"), ("not_a_number", "b.csv:9"), ("trade_twice", "b.csv:7"),
        ("unknown_country", "b.csv:8"),
    ]  # fmt: skip
    assert codes(read_baci, "b.csv", b"t,i,j,k\n") == [("no_column", "b.csv")]
    assert codes(read_baci, "b.csv", b"t,i,j,k,v\n") == [("no_rows", "b.csv")]


@pytest.mark.parametrize("ask", [rank, lambda network: simulate(network, [], 1)])
def test_no_cascade_runs_on_trade(ask):
    with pytest.raises(InputError) as refused:
        ask(read_baci("b.csv", BACI.encode()))
    assert [fault.code for fault in refused.value.faults] == ["trade_only"]


class Frame(SimpleNamespace):
    def to_numpy(self):
        return np.array(self.values)


def test_faults_of_pymrio_s_frames_name_their_cells():
    rows = [("GB", "a"), ("JP", "a")]
    table = SimpleNamespace(
        Z=Frame(index=rows, columns=rows, values=[[1.0, -2.0], [float("nan"), 1.0]]),
        Y=Frame(index=rows, columns=[("GB", "c")], values=[[-1.0], [float("inf")]]),
        x=Frame(index=rows, columns=["x"], values=[[1.0], [-1.0]]),
    )
    assert codes(read_pymrio, table) == [
        ("negative", "Z:1"), ("negative", "x:2"), ("not_a_number", "Y:2"), ("not_a_number", "Z:2"),
    ]  # fmt: skip


def test_a_folder_tells_its_kind():
    heads = {"2020_SML.csv": ICIO, "b.csv": BACI, "country_codes.csv": CODES, "readme.txt": ""}
    found = network_kinds({name: text.encode() for name, text in heads.items()})
    assert found == {
        NetworkKind.ICIO: ("2020_SML.csv",), NetworkKind.BACI: ("b.csv",),
    }  # fmt: skip
    explorer = dict.fromkeys(["inputs.csv", "providers.csv", "provision.parquet"], b"")
    assert list(network_kinds(explorer)) == [NetworkKind.CHIP_EXPLORER]
    shares = dict.fromkeys(["inputs.csv", "providers.csv", "edges.txt"], b"")
    assert list(network_kinds(shares)) == [NetworkKind.SHARES]
    assert list(network_kinds({"edges.parquet": b"", "essential.csv": b""})) == [NetworkKind.FLOWS]
    assert network_kinds({"essential.csv": b"1,2\n"}) == {}
