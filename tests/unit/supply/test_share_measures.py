"""Concentration, exposure, reach and cuts of a network small enough to check by hand."""

import pytest
from share_builders import SHARES, a_share_network

from kakehashi.supply.shares import concentrations, exposures, minimum_cut, reach, reach_of_each
from kakehashi.terms.errors import InputError


def of_input(told, input_id):
    return next(one for one in told if one.input == input_id)


def test_concentration_by_country():
    told = concentrations(a_share_network(), "country")
    resin = of_input(told, "resin")
    assert resin.hhi_low == resin.hhi_high == pytest.approx(0.56**2 + 0.3**2 + 0.14**2)
    assert (resin.top_provider, resin.top_share, resin.year) == ("JP", 0.56, 2019)
    assert not resin.is_single_source
    assert of_input(told, "laser").is_single_source


def test_what_no_figure_tells_widens_the_index_and_firms_add_up_to_countries():
    """Of core, firms in Japan hold 0.4 and 0.2, one in Britain 0.3, and 0.1 is not told."""
    network = a_share_network()
    firms = of_input(concentrations(network, "firm"), "core")
    assert firms.hhi_low == pytest.approx(0.16 + 0.04 + 0.09)
    assert firms.hhi_high == pytest.approx(0.16 + 0.04 + 0.09 + 0.01)
    country = of_input(concentrations(network, "country"), "core")
    assert country.held.is_added_up
    assert country.top_share == pytest.approx(0.6)
    assert country.hhi_high == pytest.approx(0.7**2 + 0.3**2)  # the rest may be Japanese, too


def test_without_figures_nothing_is_said():
    flame = of_input(concentrations(a_share_network(), "country"), "flame")
    assert (flame.hhi_low, flame.top_share, flame.is_single_source) == (None, None, None)
    assert flame.n_providers == 1


def test_years_stand_beside_each_other():
    shares = SHARES + "resin,JP,0.5,2024,A study,\n"
    told = concentrations(a_share_network(shares=shares), "country")
    assert [one.year for one in told if one.input == "resin"] == [2019, 2024]


def test_exposure_and_what_the_partner_could_supply():
    told = exposures(a_share_network(), "GB", "JP")
    resin = of_input(told, "resin")
    assert (resin.own_share, resin.partner_share, resin.others_share) == (0.14, 0.56, 0.30)
    assert (resin.top_other, resin.partner_could_supply, resin.year) == ("FR", True, 2019)
    flame = of_input(told, "flame")
    assert (flame.own_share, flame.partner_share, flame.partner_could_supply) == (None, None, None)
    assert told[-1] is flame
    japan = of_input(exposures(a_share_network(), "JP", "GB"), "flame")
    assert japan.partner_could_supply is True


def test_who_is_not_named_holds_nothing_only_where_the_figures_are_whole():
    network = a_share_network(shares="input,provider,share\nresin,JP,0.56\nlaser,JP,1\n")
    told = exposures(network, "GB", "JP")
    resin, laser = of_input(told, "resin"), of_input(told, "laser")
    assert (resin.own_share, resin.others_share) == (None, None)
    assert resin.not_told_share == pytest.approx(0.44)
    assert (laser.own_share, laser.others_share, laser.not_told_share) == (0, 0, 0)
    assert of_input(exposures(network, "JP", "GB"), "laser").partner_could_supply is False
    assert of_input(exposures(network, "JP", "GB"), "resin").partner_could_supply is None


def test_reach_with_and_without_substitution():
    """All types of cutter are needed, or one is enough; France holds too little to stop any."""
    network = a_share_network(shares="input,provider,share\nlaser,JP,1\nresin,FR,0.4\n")
    without = reach(network, {"JP"})
    assert without.held == ("laser",)
    assert set(without.reached) == {"cutter", "case"}
    assert without.products == ("case",)
    assert reach(network, {"JP"}, is_substituted=True).reached == ()
    assert reach(network, {"FR"}).held == ()
    assert reach(network, {"FR"}, at_least=0.4).products == ("case",)


def test_providers_together_hold_what_none_holds_alone():
    network = a_share_network()
    assert reach(network, {"acme"}).held == ()
    assert reach(network, {"acme", "bolt"}).held == ("core",)
    assert reach(network, {"GB"}).not_told == ("flame",)


def test_the_farthest_reach_comes_first():
    told = reach_of_each(a_share_network(), "country")
    assert [one.providers for one in told] == [("JP",)]
    assert set(told[0].held) == {"resin", "press", "laser", "core"}


def test_the_minimum_cut_secures_the_cheaper_side():
    network = a_share_network(shares="input,provider,share\nlaser,JP,1\nflame,JP,1\nresin,JP,1\n")
    cut = minimum_cut(network, {"JP"}, "case")
    assert (set(cut.inputs), cut.cost) == ({"resin", "cutter"}, 2)
    dear = minimum_cut(network, {"JP"}, "case", costs={"cutter": 5.0})
    assert (set(dear.inputs), dear.cost) == ({"resin", "laser", "flame"}, 3)
    priced = minimum_cut(network, {"JP"}, "case", costs={"moulding": 0.5})
    assert (set(priced.inputs), priced.cost) == ({"moulding", "cutter"}, 1.5)


def test_there_is_no_cut_where_they_hold_the_product():
    network = a_share_network(shares="input,provider,share\ncase,JP,1\n")
    assert minimum_cut(network, {"JP"}, "case").inputs is None


def test_wrong_questions_are_refused_with_all_faults():
    with pytest.raises(InputError) as told:
        minimum_cut(a_share_network(), {"XX"}, "case", at_least=0, costs={"resin": -1, "no": 1})
    assert {fault.code for fault in told.value.faults} == {
        "unknown_provider", "not_a_share", "bad_cost", "unknown_input",
    }  # fmt: skip
    (expected,) = [
        fault.expected.en for fault in told.value.faults if fault.code == "unknown_input"
    ]
    assert set(expected.partition(": ")[2].split(", ")) == set(a_share_network().input_of)
