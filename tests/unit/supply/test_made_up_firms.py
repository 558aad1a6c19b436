"""The made-up example is what the generator makes, and says that it is made up."""

from pathlib import Path

import numpy as np
import pytest

from kakehashi.supply import MadeUp, generate_network, read_flow_network

FOLDER = Path(__file__).parents[3] / "examples/supply/made-up-firms"


def test_the_example_is_what_its_readme_says():
    made = generate_network(
        MadeUp(n_firms=60, edges_per_firm=5, n_sectors=6, final_demand_share=0.4, seed=7)
    )
    told = read_flow_network({path.name: path.read_bytes() for path in FOLDER.glob("*.csv")})
    assert told.is_made_up
    assert told.warnings == ()
    number = np.array([int(name.removeprefix("firm-")) for name in told.firms])
    for side in ("supplier", "customer"):
        assert number[getattr(told, side)].tolist() == getattr(made, side).tolist()
    assert told.value == pytest.approx(made.value, rel=1e-3)
    assert told.essential.tolist() == made.essential.tolist()
    assert told.costs == pytest.approx(1.01 * made.costs[number], rel=1e-3)
    revenue = 1.01 * np.maximum(made.revenue, made.costs)
    assert told.revenue == pytest.approx(revenue[number], rel=1e-3)
