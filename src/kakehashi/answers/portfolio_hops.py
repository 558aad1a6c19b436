"""The hops of many flows: which follow which, and what is stated of each on a day."""

from collections.abc import Callable, Iterator
from datetime import date
from typing import NamedTuple

import polars as pl

from kakehashi.answers.portfolio_columns import COMPLETE, PAPER_KINDS, UNTIL, stated_facts
from kakehashi.answers.portfolio_read import Told
from kakehashi.terms.vocabulary import FactKind, FactType, Vocabulary
from kakehashi.transfers.checks import MOST_HOPS
from kakehashi.transfers.countries import CODES, place_of_receiver, place_of_sender

LINE = "line"
PAPER_FACTS = ("uk_safeguards", "equivalent_means")  # members are kinds of paper


class Hops(NamedTuple):
    """Hops of many flows, each flow's together and in its order.

    `rows` has a row a hop: `flow`, `hop`, `sector`, and `arrives`: does it lead into
    Japan from elsewhere? `edges` has a row for each hop `before` that brought data to the
    sender of the hop `row`, both places in `rows`; `place` counts hops of one flow from 0.
    `facts` is what is stated of each hop whatever the day, a column a fact; `of_day` gives
    the columns that a day adds or replaces. The mark of the United Kingdom is in neither.
    `ends` has a row for each last day: `row`,
    `what` ("idta", "hop", or a fact) and `on`.
    """

    rows: pl.DataFrame
    edges: pl.DataFrame
    facts: pl.DataFrame
    of_day: Callable[[date], pl.DataFrame]
    ends: pl.DataFrame


def hops_of_table(name: str, table: pl.DataFrame, vocabulary: Vocabulary) -> Hops:
    """Return the hops of a table that `read_table` gave.

    Raises
    ------
    InputError
        For flows that cannot be walked: a hop twice, a party on both sides, a sender that
        the data never reaches, a hop before its predecessor, days turned round.
        Fifty are told with their rows, and how many more there are.
    """
    told = Told(name)
    if not table.height:
        told.say("no_flows", name)
        told.refuse()
    frame = _in_order(table)
    edges = _edges(frame)
    _check_hops(frame, told)
    _check_days(frame, told)
    _check_edges(frame, edges, told)
    told.refuse()
    facts = _static_facts(frame, edges, vocabulary)
    return Hops(
        rows=frame.select(
            "flow",
            "hop",
            _column(frame, "sector", pl.String),
            arrives=(pl.col("receiver_country") == "JP") & (pl.col("sender_country") != "JP"),
        ),
        edges=edges,
        facts=facts,
        of_day=lambda on: _facts_on(frame, facts, vocabulary, on),
        ends=_ends(frame),
    )


def _in_order(table: pl.DataFrame) -> pl.DataFrame:
    """Return the table with each flow's hops together and in order, and `place` counted."""
    is_same = pl.col("flow") == pl.col("flow").shift()
    is_kept = table.select(
        (
            (pl.col("flow") > pl.col("flow").shift())
            | (is_same & (pl.col("hop") >= pl.col("hop").shift()))
        )
        .fill_null(value=True)
        .all()
    ).item()
    frame = table if is_kept else table.sort("flow", "hop", maintain_order=True)
    number = pl.int_range(pl.len(), dtype=pl.UInt32)
    first = pl.when(is_same.fill_null(value=False)).then(None).otherwise(number).forward_fill()
    return frame.with_columns(place=number - first)


def _edges(frame: pl.DataFrame) -> pl.DataFrame:
    """Return which hop brought data to the sender of which.

    Those of `after`, else every hop of lower number in the flow that ends at the sender. Hops
    of one flow stand together, so the hop `lag` places above is `lag` rows above.
    """
    has_after = "after" in frame.columns
    rows = frame.select("place", row=pl.int_range(pl.len(), dtype=pl.UInt32)).filter(
        pl.col("place") > 0
    )
    found = []
    lag = 1
    while rows.height and lag < MOST_HOPS:
        below = rows["row"]
        above = below - lag
        is_before = frame["sender"].gather(below) == frame["receiver"].gather(above)
        if has_after:
            named = pl.select(
                named=pl.lit(frame["after"].gather(below)).list.contains(
                    pl.lit(frame["hop"].gather(above))
                )
            )["named"]
            is_before = is_before & (named | frame["after"].gather(below).is_null())
        pair = pl.DataFrame({"row": below, "before": above, "place": rows["place"]})
        found.append(pair.filter(is_before))
        lag += 1
        rows = rows.filter(pl.col("place") >= lag)
    if not found:
        return pl.DataFrame(schema={"row": pl.UInt32, "before": pl.UInt32, "place": pl.UInt32})
    return pl.concat(found).sort("place", maintain_order=True)


def _column(frame: pl.DataFrame, name: str, dtype: type[pl.DataType]) -> pl.Expr:
    there = pl.col(name) if name in frame.columns else pl.lit(None, dtype=dtype)
    return there.alias(name)


def _series(frame: pl.DataFrame, name: str, dtype: type[pl.DataType]) -> pl.Series:
    return frame.select(_column(frame, name, dtype), pl.col("flow"))[name]


# ------------------------------------------------------------------ what is refused


def _check_hops(frame: pl.DataFrame, told: Told) -> None:
    same = (pl.col("flow") == pl.col("flow").shift()) & (pl.col("hop") == pl.col("hop").shift())
    people = pl.col("sender_kind") == "individuals"
    for code, column, expression, is_bad in (
        ("hop_twice", "hop", pl.col("hop"), same),
        ("hop_both_sides", "receiver", pl.col("receiver"), pl.col("sender") == pl.col("receiver")),
        (
            "people_send",
            "hop_kind",
            pl.col("sender_kind"),
            people != (pl.col("hop_kind") == "direct_collection"),
        ),
        ("flow_too_long", "hop", pl.col("flow"), pl.col("place") == MOST_HOPS),
    ):
        bad = frame.filter(is_bad).select(LINE, shown=expression)
        told.say_rows(code, bad, column, most=MOST_HOPS)


def _check_days(frame: pl.DataFrame, told: Told) -> None:
    for kind in ("", *(f"{kind}_" for kind in PAPER_KINDS)):
        until = f"{kind}until"
        if until not in frame.columns:
            continue
        starts = _column(frame, f"{kind}starts", pl.Date)
        days = frame.select(LINE, shown=pl.col(until), starts=starts).drop_nulls("shown")
        told.say_rows("days_turned", days.filter(pl.col("shown") < pl.col("starts")), until)
        if kind:
            told.say_rows("no_first_day", days.filter(pl.col("starts").is_null()), until)


def _check_edges(frame: pl.DataFrame, edges: pl.DataFrame, told: Told) -> None:
    first = pl.col("sender").gather(pl.int_range(pl.len(), dtype=pl.UInt32) - pl.col("place"))
    alone = frame.select(
        LINE,
        shown=pl.col("sender"),
        is_start=(pl.col("sender") == first) | (pl.col("hop_kind") == "direct_collection"),
        row=pl.int_range(pl.len(), dtype=pl.UInt32),
    ).filter(~pl.col("is_start"))
    told.say_rows("hop_not_reached", alone.join(edges, on="row", how="anti"), "sender")
    if "after" in frame.columns:
        named = frame.select(
            LINE,
            shown=pl.col("after").list.eval(pl.element().cast(pl.String)).list.join(";"),
            n=pl.col("after").list.n_unique().cast(pl.Int64),
            row=pl.int_range(pl.len(), dtype=pl.UInt32),
        ).filter(pl.col("n") > 0)
        joined = named.join(edges.group_by("row").len(), on="row", how="left")
        told.say_rows(
            "hop_not_joined", joined.filter(pl.col("len").fill_null(0) < pl.col("n")), "after"
        )
    if "starts" in frame.columns:
        early = pl.DataFrame(
            {
                LINE: frame[LINE].gather(edges["row"]),
                "shown": frame["starts"].gather(edges["row"]),
                "then": frame["starts"].gather(edges["before"]),
            }
        ).filter(pl.col("shown") < pl.col("then"))
        told.say_rows("hop_too_early", early, "starts")


# ------------------------------------------------------------------ what is stated


def _static_facts(frame: pl.DataFrame, edges: pl.DataFrame, vocabulary: Vocabulary) -> pl.DataFrame:
    """Return what does not change with the day; what is stated until a day is in it for now."""
    here = frame.columns
    places = {
        "sender_place": place_of_sender,
        "receiver_place": place_of_receiver,
    }
    types = {fact.id: fact for fact in vocabulary.facts}
    stated: list[pl.Expr] = []
    for fact in stated_facts(vocabulary):
        whole = fact.id + COMPLETE
        if fact.id in here:
            column = pl.col(fact.id)
            if fact.kind is FactKind.LIST and whole in here:  # empty and whole: there is none
                column = pl.when(column.is_null() & pl.col(whole)).then([]).otherwise(column)
            stated.append(column.alias(fact.id))
        stated += [pl.col(whole)] if whole in here else []
    sender, receiver = (
        pl.coalesce(_column(frame, f"{side}_entity", pl.String), pl.col(side))
        for side in ("sender", "receiver")
    )
    is_cloud = pl.col("hop_kind") == "cloud_storage"
    region = _column(frame, "region", pl.String)
    return frame.select(
        *stated,
        *(
            pl.col(name.replace("place", "country"))
            .replace_strict(
                {code: place(code) for code in sorted(CODES)},
                return_dtype=pl.Enum([member.id for member in types[name].members]),
            )
            .alias(name)
            for name, place in places.items()
        ),
        is_held_outside_japan=pl.when(pl.col("receiver_country") != "JP")
        .then(pl.lit(value=True))
        .when(region.is_not_null())
        .then(region != "JP")
        .when(~is_cloud)
        .then(pl.lit(value=False)),
        receiver_is_separate_entity=sender != receiver,
        **{one.name: pl.lit(one) for one in _from_before(frame, edges)},
    )


def _from_before(frame: pl.DataFrame, edges: pl.DataFrame) -> Iterator[pl.Series]:
    """Yield what the hops directly before say of the sender."""
    roles = _column(frame, "receiver_roles", pl.List(pl.String))  # type: ignore[arg-type]
    whole = _column(frame, "receiver_roles" + COMPLETE, pl.Boolean).fill_null(value=False)
    others = roles.list.set_difference(["processor"]).list.len() > 0
    of_hop = frame.select(
        entrusts=pl.when(pl.col("sender_country") != "JP")
        .then(0)
        .when(pl.col("receiver_country") != "JP")
        .then(0)
        .when(others)
        .then(0)
        .when((roles.list.len() > 0) & whole)
        .then(2)
        .otherwise(1)
        .cast(pl.UInt8),
        collects=(pl.col("hop_kind") == "direct_collection") & (pl.col("sender_country") == "GB"),
    )
    by_row = (
        edges.with_columns(of_hop[name].gather(edges["before"]) for name in of_hop.columns)
        .group_by("row")
        .agg(pl.col("entrusts").min(), pl.col("collects").any())
    )
    height = frame.height
    rows = by_row["row"]
    entrusts = pl.repeat(0, height, dtype=pl.UInt8, eager=True).scatter(rows, by_row["entrusts"])
    collects = pl.repeat(0, height, dtype=pl.UInt8, eager=True).scatter(
        rows, by_row["collects"].cast(pl.UInt8)
    )
    yield three_valued(entrusts).alias("sender_is_domestic_contractor")
    yield (collects == 1).alias("sender_collected_from_people_in_uk")


def three_valued(codes: pl.Series) -> pl.Series:
    """Return codes 0 false, 1 unknown, 2 true as nullable booleans."""
    return pl.select(pl.when(codes != 1).then(codes == 2)).to_series()  # noqa: PLR2004


def _facts_on(
    frame: pl.DataFrame, facts: pl.DataFrame, vocabulary: Vocabulary, on: date
) -> pl.DataFrame:
    """Return what a day changes: papers in force, answers whose time has run out."""
    here = frame.columns
    ended = {name: frame[name + UNTIL] < on for name in facts.columns if name + UNTIL in here}
    lapsing = [
        pl.when(~pl.lit(is_over).fill_null(value=False)).then(pl.col(name)).alias(name)
        for name, is_over in ended.items()
    ]
    types = {fact.id: fact for fact in vocabulary.facts}
    papers = {name: _papers_on(frame, types[name], on) for name in PAPER_FACTS}
    whole = _series(frame, "papers_complete", pl.Boolean).fill_null(value=False)
    relies = _series(frame, "relies_on", pl.String)
    has_safeguard = papers["uk_safeguards"] > 0
    other = pl.select(
        pl.when(relies.is_not_null())
        .then(relies != "adequacy")
        .when(~has_safeguard)
        .then(pl.lit(value=False))
    ).to_series()
    return facts.select(
        *lapsing,
        *(papers[fact].alias(fact) for fact in papers),
        *(whole.alias(fact + COMPLETE) for fact in papers),
        rests_on_other_ground=other,
    )


def _papers_on(frame: pl.DataFrame, fact: FactType, on: date) -> pl.Series:
    """Return the kinds of paper in force on a day, one bit for each member of `fact`."""
    bits = [
        (
            (pl.col(f"{member.id}_starts") <= on)
            & _column(frame, f"{member.id}_until", pl.Date).ge(on).fill_null(value=True)
        )
        .fill_null(value=False)
        .cast(pl.Int64)
        * (1 << place)
        for place, member in enumerate(fact.members)
        if f"{member.id}_starts" in frame.columns
    ]
    none = pl.repeat(0, pl.len(), dtype=pl.Int64)
    return frame.select(pl.sum_horizontal(none, *bits)).to_series()


def _ends(frame: pl.DataFrame) -> pl.DataFrame:
    """Return every last day in the table, with the row and what ends on it."""
    row = pl.int_range(pl.len(), dtype=pl.UInt32)
    found = [
        frame.select(
            row=row,
            what=pl.lit(
                "hop" if name == "until" else name.removesuffix(UNTIL).removesuffix("_until")
            ),
            on=pl.col(name),
        ).drop_nulls("on")
        for name in frame.columns
        if name == "until" or name.endswith((UNTIL, "_until"))
    ]
    empty = pl.DataFrame(schema={"row": pl.UInt32, "what": pl.String, "on": pl.Date})
    return pl.concat([empty, *found])
