"""Bad tables: all faults at once with their rows; warnings where it can go on."""

from io import BytesIO

import polars as pl
import pytest

from kakehashi.supply import read_flow_network, read_shocks
from kakehashi.terms.errors import InputError


def faults_of(files):
    with pytest.raises(InputError) as refused:
        read_flow_network(files)
    return [(fault.code, fault.where) for fault in refused.value.faults]


def test_a_good_folder_is_read(a_folder):
    network = read_flow_network(a_folder())
    assert network.firms == ("a", "b", "c")
    assert network.countries == ("GB", "JP")
    assert network.country_of.tolist() == [0, 1, 1]
    assert network.value.tolist() == [4, 3, 2, 1]
    assert [network.firms[i] for i in network.supplier] == ["a", "b", "c", "a"]
    assert network.revenue.tolist() == [10, 10, 10]
    assert network.currency is network.year is None
    assert network.warnings == ()


def test_parquet_gives_what_csv_gives(a_folder):
    def as_parquet(content):
        buffer = BytesIO()
        pl.read_csv(BytesIO(content)).write_parquet(buffer)
        return buffer.getvalue()

    files = a_folder()
    parquet = {
        "edges.parquet": as_parquet(files["edges.csv"]),
        "firms.parquet": as_parquet(files["firms.csv"]),
        "essential.csv": files["essential.csv"],
    }
    by_csv, by_parquet = read_flow_network(files), read_flow_network(parquet)
    assert by_csv.firms == by_parquet.firms
    assert by_csv.value.tolist() == by_parquet.value.tolist()
    assert by_csv.market_of.tolist() == by_parquet.market_of.tolist()


@pytest.mark.parametrize("kind", [pl.Int64, pl.Float64])
def test_a_matrix_in_parquet_may_name_its_sectors(a_folder, kind):
    buffer = BytesIO()
    matrix = pl.DataFrame({"": ["Chips", "steel"], "Chips": [1, 2], "steel": [0, 1]})
    matrix.cast({"Chips": kind, "steel": kind}).write_parquet(buffer)
    files = a_folder(firms="firm,sector\na,steel\nb,Chips\nc,Chips\n", essential=None)
    network = read_flow_network(files | {"essential.parquet": buffer.getvalue()})
    assert network.sectors == ("Chips", "steel")
    assert network.essential.tolist() == [[1, 0], [2, 1]]
    buffer = BytesIO()
    matrix.drop("").write_parquet(buffer)
    plain = read_flow_network(a_folder(essential=None) | {"essential.parquet": buffer.getvalue()})
    assert plain.essential.tolist() == [[1, 0], [2, 1]]


def test_all_faults_of_a_folder_come_at_once(a_folder):
    files = a_folder(
        edges=(
            "supplier,customer,sales,currency,year\n"
            "a,b,4,GBP,2025\n"
            "a,nobody,1,GBP,2025\n"
            "a,b,2,GBP,2025\n"
            "b,c,-3,GBP,2025\n"
            "c,a,nan,GBP,2025\n"
            "c,b,inf,JPY,2025\n"
            "b,a,one,GBP,2024\n"
            ",a,1,GBP,2025\n"
            "a,c,,GBP,2025\n"
        ),
        firms="firm,sector,revenue\na,0,1\nb,7,-1\na,1,1\nc,1,x\nd,1,1e308\n",
        essential="1,2\n3,1\n",
    )
    assert sorted(faults_of(files)) == sorted(
        [
            ("unknown_firm", "edges.csv:3"),
            ("edge_twice", "edges.csv:4"),
            ("negative", "edges.csv:5"),
            ("not_a_number", "edges.csv:6"),
            ("not_a_number", "edges.csv:7"),
            ("mixed", "edges.csv:7"),
            ("not_a_number", "edges.csv:8"),
            ("mixed", "edges.csv:8"),
            ("blank", "edges.csv:9"),
            ("blank", "edges.csv:10"),
            ("unknown_sector", "firms.csv:3"),
            ("negative", "firms.csv:3"),
            ("firm_twice", "firms.csv:4"),
            ("not_a_number", "firms.csv:5"),
            ("beyond", "firms.csv:6"),
            ("essential_value", "essential.csv:2"),
        ]
    )


def test_many_faults_of_a_kind_are_counted(a_folder):
    rows = "".join(f"a,x{i},1\n" for i in range(1_000))
    with pytest.raises(InputError) as refused:
        read_flow_network(a_folder(edges="supplier,customer,sales\n" + rows))
    assert len(refused.value.faults) == 21
    assert refused.value.faults[-1].what.en == "980 more of the same kind (unknown_firm)"


@pytest.mark.parametrize(
    ("replaced", "code"),
    [
        ({"edges": None}, "no_table"),
        ({"firms": None}, "no_table"),
        ({"edges": "supplier,customer\na,b\n"}, "no_column"),
        ({"edges": "supplier,customer,sales\na,b\n\x00\xff,c,d,e,f\n"}, "unreadable_table"),
        ({"edges": ""}, "unreadable_table"),
        ({"firms": "firm,sector\n"}, "no_rows"),
        ({"edges": "supplier,customer,sales,year\na,b,1,20x5\n"}, "no_year_of"),
        ({"essential": "1,2\n"}, "essential_shape"),
        ({"essential": "1,2,1\n1,1,1\n"}, "essential_shape"),
        ({"essential": ",s,t\ns,1,2\nu,0,1\n"}, "essential_names"),
    ],
)
def test_a_broken_table_is_refused(a_folder, replaced, code):
    assert code in [found for found, _ in faults_of(a_folder(**replaced))]


def test_what_can_go_on_is_a_warning(a_folder):
    files = a_folder(edges="supplier,customer,sales\na,b,4\nb,c,0\nc,c,1\n", essential=None)
    network = read_flow_network(files)
    assert [(w.code, w.where) for w in network.warnings] == [
        ("self_loop", "edges.csv:4"),
        ("zero_flow", "edges.csv:3"),
        ("no_essential", "essential"),
    ]
    assert network.n_edges == 2
    assert network.essential.tolist() == [[1, 1], [1, 1]]


def test_a_matrix_may_name_its_sectors(a_folder):
    network = read_flow_network(
        a_folder(
            firms="firm,sector\na,steel\nb,chips\nc,chips\n",
            essential=",chips,steel\nchips,1,0\nsteel,2,1\n",
        )
    )
    assert network.sectors == ("chips", "steel")
    assert network.sector_of.tolist() == [1, 0, 0]
    assert network.essential.tolist() == [[1, 0], [2, 1]]


def test_currency_and_year_are_kept(a_folder):
    network = read_flow_network(
        a_folder(edges="supplier,customer,sales,currency,year\na,b,4,GBP,2025\nb,c,1,GBP,2025\n")
    )
    assert (network.currency, network.year) == ("GBP", 2025)


def test_a_table_says_that_it_is_made_up(a_folder):
    edges = "supplier,customer,sales,is_made_up\na,b,4,true\nb,c,1,true\n"
    assert read_flow_network(a_folder(edges=edges)).is_made_up
    assert not read_flow_network(a_folder(edges=edges.replace("true", "false"))).is_made_up
    half = a_folder(edges=edges.replace("4,true", "4,false"))
    assert faults_of(half) == [("mixed", "edges.csv:3")]
    assert faults_of(a_folder(edges=edges.replace("true", "yes"))) == [
        ("no_choice", "edges.csv:2")
    ]  # fmt: skip


def test_a_market_may_be_narrower_than_a_sector(a_folder):
    network = read_flow_network(a_folder(firms="firm,sector,market\na,0,m\nb,1,m\nc,1,n\n"))
    assert (network.markets, network.market_of.tolist()) == (("m", "n"), [0, 0, 1])


def test_shocks_name_their_side(a_folder):
    network = read_flow_network(a_folder())
    told = b"firm,scenario,loss_share,side\nb,quake,0.5,up\na,strike,1,\nc,quake,0.25,down\n"
    shocks = read_shocks("shocks.csv", told, network)
    assert shocks.scenarios == ("quake", "strike")
    assert shocks.start.tolist() == [0, 2, 3]
    assert shocks.firm.tolist() == [1, 2, 0]
    assert shocks.down_loss_share.tolist() == [0, 0.25, 1]
    assert shocks.up_loss_share.tolist() == [0.5, 0, 1]


def test_bad_shocks_are_refused_with_all_their_faults(a_folder):
    network = read_flow_network(a_folder())
    told = (
        b"firm,scenario,loss_share,side\nx,s,0.5,up\na,s,1.5,\na,s,0.5,left\nb,,0.5,up\nb,s,-1,up\n"
    )
    with pytest.raises(InputError) as refused:
        read_shocks("shocks.csv", told, network)
    assert sorted((f.code, f.where) for f in refused.value.faults) == [
        ("blank", "shocks.csv:5"),
        ("negative", "shocks.csv:6"),
        ("not_a_share", "shocks.csv:3"),
        ("shocked_twice", "shocks.csv:4"),
        ("unknown_shocked", "shocks.csv:2"),
        ("unknown_side", "shocks.csv:4"),
    ]
