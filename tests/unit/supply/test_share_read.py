"""Share networks are read with every fault told at once, each with its row."""

import pytest
from share_builders import (
    INPUTS,
    PROVIDERS,
    RELATIONS,
    SHARES,
    a_share_network,
    explorer_files,
    share_files,
)

from kakehashi.supply.shares import read_share_network
from kakehashi.terms.errors import InputError


def faults(**replaced):
    with pytest.raises(InputError) as told:
        read_share_network(share_files(**replaced))
    return {(fault.code, fault.where) for fault in told.value.faults}


def warned(network):
    return {warning.code for warning in network.warnings}


def test_the_small_network_is_read():
    network = a_share_network()
    resin = network.input_of["resin"]
    assert (resin.name.ja, resin.kind) == ("樹脂", "consumable")
    assert (resin.stock_days.low, resin.stock_days.high, resin.stock_days.is_assumed) == (30, 90, 1)
    press = network.input_of["press"]
    assert (press.life_days.source, press.lead_days.is_assumed) == ("A study", True)
    assert network.products == ("case",)
    assert warned(network) == {"mixed_years"}


def test_all_faults_are_told_at_once_with_their_rows():
    assert faults(
        inputs=INPUTS + "resin,Resin,樹脂,consumable,,,,,\nnew,New,,gas,9..3,,,,\n",
        relations=RELATIONS + "resin,goes_into,moulding\ncase,goes_into,resin\nno,goes_into,case\n",
        providers=PROVIDERS + "GB,Britain,英国,country,\n",
        shares=SHARES
        + "resin,JP,0.1,2019,,\n"
        + "laser,GB,0.2,2025,,\n"
        + "flame,FR,-0.2,2025,,\n"
        + "flame,JP,NaN,2025,,\n"
        + "flame,XX,0.1,last,,guess\n",
    ) == {
        ("input_twice", "inputs.csv:10"), ("blank", "inputs.csv:11"),
        ("no_choice", "inputs.csv:11"), ("no_span", "inputs.csv:11"),
        ("relation_twice", "relations.csv:9"), ("circle", "relations.csv:2"),
        ("unknown_input", "relations.csv:11"), ("provider_twice", "providers.csv:8"),
        ("share_twice", "shares.csv:12"), ("shares_over", "shares.csv:12"),
        ("shares_over", "shares.csv:13"), ("negative_share", "shares.csv:14"),
        ("not_a_number", "shares.csv:15"), ("no_year_of", "shares.csv:16"),
        ("no_choice", "shares.csv:16"), ("unknown_provider", "shares.csv:16"),
    }  # fmt: skip


@pytest.mark.parametrize(("total", "is_fine"), [("0.44", True), ("0.45", True), ("0.46", False)])
def test_shares_may_pass_1_by_what_their_rounding_explains(total, is_fine):
    """Of 0.56 and another, each of two digits, a whole percentage point is explained."""
    shares = f"input,provider,share,year\nresin,JP,0.56,2019\nresin,GB,{total},2019\n"
    if is_fine:
        assert len(a_share_network(shares=shares).shares) == 2
    else:
        assert faults(shares=shares) == {("shares_over", "shares.csv:3")}


def test_firms_and_countries_and_years_add_up_by_themselves():
    rows = "press,acme,0.95,2025,A study,\npress,FR,0.9,2019,A study,\n"
    assert len(a_share_network(shares=SHARES + rows).shares) == 12


def test_figures_without_source_or_year_are_warned_of():
    network = a_share_network(shares="input,provider,share\nresin,JP,0.5\n")
    assert warned(network) == {"no_year", "no_source"}


def test_a_missing_table_is_told_with_the_faults_of_the_others():
    assert faults(providers=None, shares="input,provider\n") == {
        ("no_table", "providers"), ("no_column", "shares.csv"),
    }  # fmt: skip


def test_a_chip_explorer_s_folder_is_read():
    network = read_share_network(explorer_files())
    kinds = {one.id: str(one.kind) for one in network.inputs}
    assert kinds == {
        "N1": "step", "N2": "capital_good", "N3": "consumable", "N4": "design", "S1": "step",
    }  # fmt: skip
    told = {(one.input, one.provider): one.share for one in network.shares}
    assert told == {("N3", "JP"): 0.57, ("N2", "P4"): pytest.approx(0.952), ("N4", "GB"): 0.43}
    assert network.country_of("P4") == "JP"
    assert warned(network) == {"row_again", "one_language", "mixed_years"}


def test_faults_of_a_chip_explorer_s_folder_have_rows():
    broken = explorer_files()
    broken["provision.csv"] += b"JPN,P1,Acid,N3,57.0,2020,\nX,P9,Acid,N3,50,2019,\n"
    broken["provision.csv"] += b"GBR,P2,Acid,N3,nan,2019,\nGBR,P2,Acid,N3,-1,2018,\n"
    broken["provision.csv"] += b"GBR,P2,Acid,N3,50,2019,\n"
    broken["inputs.csv"] += b"N9,Gas,gas,,,,\n"
    broken["sequence.csv"] += b"Etching,N1,Acid,N3,,\n"
    with pytest.raises(InputError) as told:
        read_share_network(broken)
    assert {(fault.code, fault.where) for fault in told.value.faults} == {
        ("unknown_provider", "provision.csv:8"), ("no_choice", "inputs.csv:6"),
        ("not_a_number", "provision.csv:9"), ("negative_share", "provision.csv:10"),
        ("share_twice", "provision.csv:11"), ("shares_over", "provision.csv:11"),
        ("circle", "sequence.csv:3"),
    }  # fmt: skip
