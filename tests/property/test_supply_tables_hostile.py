"""Whatever the bytes of a table are: a network or faults with words, never another error."""

import random

from hypothesis import given, settings
from hypothesis import strategies as st

from kakehashi.supply.flows import read_baci, read_flow_network, read_icio
from kakehashi.supply.network_kind import network_kinds
from kakehashi.terms.errors import InputError

ICIO = b"V1,GBR_A,JPN_A,JPN_HFCE,OUT\nGBR_A,0,2,1,3\nJPN_A,1,0,3,4\nVA,2,2,0,4\nOUT,3,4,0,7\n"
BACI = b"t,i,j,k,v,q\n2023,392,826,854231, 3.5,NA\n2023,156,826,010121,1,1\n"
CODES = b"country_code,country_iso3\n156,CHN\n392,JPN\n826,GBR\n"
EDGES = b"supplier,customer,sales,currency,year\na,b,4,GBP,2025\nb,a,1,GBP,2025\n"
FIRMS = b"firm,sector,country,revenue\na,x,GB,9\nb,y,JP,9\n"
ESSENTIAL = b",x,y\nx,1,2\ny,0,1\n"
PIECES = (b"", b",", b"\n", b"nan", b"-1", b"inf", b"1e999", b'"', b"\x00", b"\xff", b"A", b"GBR_A",
          b"9" * 40, "﨑".encode(), b"\xef\xbb\xbf", b"{x}")  # fmt: skip


def hurt(content, seed):
    """Return content with a few places overwritten, cut or repeated."""
    draw = random.Random(seed)
    for _ in range(draw.randint(1, 4)):
        at = draw.randrange(len(content) + 1)
        to = min(len(content), at + draw.randint(0, 6))
        content = content[:at] + draw.choice(PIECES) + content[to:]
    return content


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10**9), st.booleans())
def test_a_hurt_table_gives_a_network_or_faults(seed, is_second):
    second = hurt if is_second else lambda content, _: content
    for read in (
        lambda: read_icio("2020.csv", hurt(ICIO, seed), {"essential.csv": b",A\nA,2\n"}),
        lambda: read_baci("b.csv", hurt(BACI, seed), {"country_codes.csv": second(CODES, seed)}),
        lambda: read_flow_network({
            "edges.csv": hurt(EDGES, seed), "firms.csv": second(FIRMS, seed),
            "essential.csv": second(ESSENTIAL, seed),
        }),
    ):  # fmt: skip
        try:
            network = read()
        except InputError as refused:
            for fault in refused.faults:
                assert fault.where
                assert fault.what.ja
        else:
            assert (network.value > 0).all()
            assert network.supplier.max(initial=0) < network.n_firms
    network_kinds({"a.csv": hurt(ICIO, seed), "b.csv": hurt(BACI, seed)})
