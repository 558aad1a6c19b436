"""The shipped networks: every figure with source, year and basis; nothing made up."""

import pytest

from kakehashi.answers.shares import SHIPPED, shipped_network

# the single figures that are cited, and no others
FIGURES = {
    ("euv", "NL"): (1.0, 2025), ("arf_immersion", "NL"): (0.99, 2025),
    ("crystal_machining", "JP"): (0.997, 2025), ("resist_tools", "JP"): (0.95, 2025),
    ("mask_handlers", "JP"): (0.9, 2025), ("wafers", "JP"): (0.56, 2019),
    ("photomasks", "JP"): (0.53, 2019), ("core_ip", "GB"): (0.43, 2019),
    ("photoresists", "JP"): (0.91, 2025),
    ("base_stations", "huawei"): (0.33, 2020), ("base_stations", "ericsson"): (0.29, 2020),
    ("base_stations", "nokia"): (0.19, 2020), ("base_stations", "zte"): (0.10, 2020),
    ("base_stations", "samsung"): (0.06, 2020), ("preforms", "CN"): (0.616, 2019),
    ("preforms", "corning"): (0.155, 2019), ("preforms", "yofc"): (0.152, 2019),
}  # fmt: skip


@pytest.mark.parametrize("name", SHIPPED)
def test_every_statement_says_where_it_comes_from(name):
    network = shipped_network(name)
    for share in network.shares:
        assert share.source, share
        assert share.basis, share
        assert share.share is None or (share.year and share.basis == "secondary"), share
    assert all(one.source and one.basis == "memory" for one in network.relations)
    assert list(network.assumed_spans()) == []  # no stock, life or lead time is invented


def test_the_spans_are_those_that_a_text_gives_and_no_others():
    spans = {
        (one.id, field): (span.low, span.high)
        for name in SHIPPED
        for one in shipped_network(name).inputs
        for field in ("stock_days", "life_days", "lead_days")
        if (span := getattr(one, field)) is not None
    }
    assert spans == {("wafers", "stock_days"): (21, 36), ("wet_cable", "life_days"): (9131, 9131)}


def test_the_figures_are_those_that_are_cited_and_no_others():
    told = {
        (share.input, share.provider): (share.share, share.year)
        for name in SHIPPED
        for share in shipped_network(name).shares
        if share.share is not None
    }
    assert told == FIGURES


@pytest.mark.parametrize("name", SHIPPED)
def test_every_input_leads_to_a_product_and_is_named_in_both_languages(name):
    network = shipped_network(name)
    downstream = {one.upstream for one in network.relations}
    assert {one.id for one in network.inputs} - downstream == set(network.products)
    for one in (*network.inputs, *network.providers):
        assert one.name.en.isascii(), one.id
        assert not one.name.ja.isascii(), one.id
