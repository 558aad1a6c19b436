"""Where inputs stand in a picture of their network."""

from itertools import pairwise

import pytest
from share_builders import a_share_network

from kakehashi.answers.shares import SHIPPED, shipped_network
from kakehashi.supply.share_picture import picture_of

NETWORKS = [a_share_network(), *map(shipped_network, SHIPPED)]


@pytest.mark.parametrize("network", NETWORKS, ids=["small", *SHIPPED])
def test_all_goes_from_left_to_right_and_nothing_stands_on_another(network):
    picture = picture_of(network)
    assert set(picture.places) == set(network.input_of)
    assert len(picture.routes) == len(network.relations)
    for route in picture.routes:
        assert route.points[0] == picture.places[route.relation.upstream]
        assert route.points[-1] == picture.places[route.relation.downstream]
        assert all(other[0] == one[0] + 1 for one, other in pairwise(route.points))
    columns = {}
    for column, row in picture.places.values():
        columns.setdefault(column, []).append(row)
    for rows in columns.values():
        assert all(other - one >= 1 - 1e-9 for one, other in pairwise(sorted(rows)))
    passing = {point for route in picture.routes for point in route.points[1:-1]}
    for column, row in passing:  # a line does not run through a box
        assert all(abs(row - other) > 0.6 for other in columns[column])
    assert min(row for _, row in picture.places.values()) >= 0


def test_each_stands_beside_what_it_goes_into_first():
    network = a_share_network()
    picture = picture_of(network)
    for one in network.inputs:
        users = [each.downstream for each in network.relations if each.upstream == one.id]
        if users:
            nearest = min(picture.places[user][0] for user in users)
            assert picture.places[one.id][0] == nearest - 1
        else:
            assert picture.places[one.id][0] == picture.n_columns - 1


def test_a_part_is_drawn_with_the_relations_within_it():
    picture = picture_of(a_share_network(), {"resin", "moulding", "core"})
    assert set(picture.places) == {"resin", "moulding", "core"}
    assert [one.relation.upstream for one in picture.routes] == ["resin"]
