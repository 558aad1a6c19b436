"""The kit of the reference implementation, and small networks to alter."""

import sys
from pathlib import Path

import numpy as np
import pytest

from kakehashi.supply import read_flow_network

sys.path.insert(0, str(Path(__file__).parent))

KIT = Path(__file__).parents[2] / "reference/esri_kit"

EDGES = "supplier,customer,sales\na,b,4\nb,c,3\nc,a,2\na,c,1\n"
FIRMS = "firm,sector,revenue,costs,country\na,0,10,5,GB\nb,1,10,5,JP\nc,1,10,5,JP\n"
ESSENTIAL = "1,2\n0,1\n"


@pytest.fixture(scope="session")
def kit():
    return read_flow_network(
        {
            f"{name}.csv": (KIT / f"kit_{name}.csv").read_bytes()
            for name in ("edges", "firms", "essential")
        },
        is_made_up=True,
    )


@pytest.fixture
def kit_file():
    return lambda name: (KIT / f"kit_{name}.csv").read_bytes()


@pytest.fixture
def expected():
    return lambda name: np.loadtxt(KIT / f"kit_expected_{name}.csv", delimiter=",", skiprows=1)


@pytest.fixture
def a_folder():
    """Returns a function that gives the files of a good small network, some replaced."""

    def made(edges=EDGES, firms=FIRMS, essential=ESSENTIAL):
        told = {"edges.csv": edges, "firms.csv": firms, "essential.csv": essential}
        return {name: text.encode() for name, text in told.items() if text is not None}

    return made
