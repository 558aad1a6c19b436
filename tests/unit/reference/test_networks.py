"""The shipped networks: every figure with source, year and basis; nothing made up."""

import pytest

from kakehashi.answers.shares import SHIPPED, shipped_network

# the single figures that are cited, and no others
FIGURES = {
    ("euv", "NL"): (1.0, 2025), ("arf_immersion", "NL"): (0.99, 2025),
    ("crystal_machining", "JP"): (0.997, 2025), ("resist_tools", "JP"): (0.95, 2025),
    ("mask_handlers", "JP"): (0.9, 2025), ("wafers", "JP"): (0.56, 2019),
    ("photomasks", "JP"): (0.53, 2019), ("core_ip", "GB"): (0.43, 2019),
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
