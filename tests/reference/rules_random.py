"""Random rules and subjects, told to four evaluators in their own words.

A rule is drawn as a nested tuple, the spec; from it come the SQL text that the
engine reads and, apart from the engine, the CEL text and the facts for CEL.
"""

from datetime import date, timedelta
from random import Random

from kakehashi.terms.fact import Members

MEMBERS = ("x", "y", "z")
LISTED = ("p", "q", "r")
DAY_0 = date(2026, 1, 1)
KINDS = {
    **{f"b{n}": "boolean" for n in range(6)},
    **{f"c{n}": "choice" for n in range(3)},
    **{f"n{n}": "integer" for n in range(3)},
    **{f"d{n}": "date" for n in range(3)},
    **{f"l{n}": "list" for n in range(2)},
}
AS_OF = DAY_0 + timedelta(days=3)
OPERATORS = ("=", "<>", "<", "<=", ">", ">=")


def _text(word):
    return f"{{en: {word}, ja: {word}}}"


def vocabulary_yaml():
    lines = ["format: kakehashi-facts/1", "facts:"]
    for name, kind in KINDS.items():
        ids = {"choice": MEMBERS, "list": LISTED}.get(kind, ())
        members = ", ".join(f"{{id: {one}, text: {_text(one)}}}" for one in ids)
        lines.append(
            f"  - {{id: {name}, kind: {kind}, subject: product, question: {_text(name)}, "
            f"help: {_text(name)}, members: [{members}]}}"
        )
    lines += ["open_questions:"]
    lines.append(f"  - {{id: open_o, subject: product, text: {_text('o')}, noted_on: 2026-01-01}}")
    return "\n".join(lines).encode()


def book_yaml(rules, *, scope=(), extra=""):
    """Give rules as texts: (applies or None, test), perhaps with a way to comply or None."""
    text = _text("t")
    lines = [
        "format: kakehashi-rulebook/1", "id: book", f"title: {text}", "force: law",
        "subject: product", "country: uk", "calendar: Europe/London", f"regulator: {text}",
        "checked_on: 2026-01-01", "review_on: 2027-01-01", "period: {starts: 2020-01-01}",
        f"versions: [{{id: v1, title: {text}, starts: 2020-01-01, basis: memory, sources: [s]}}]",
        "sources: [{id: s, title: s, kind: unread, read: nothing}]",
    ]  # fmt: skip
    part = f"article: '1', text: {text}, basis: memory, sources: [s]"
    lines += ["scope:"] if scope else []
    lines += [f'  - {{id: S{n}, {part}, when: "{when}"}}' for n, when in enumerate(scope)]
    lines += ["rules:"]
    for n, (applies, test, *ways) in enumerate(rules):
        more = f', applies: "{applies}"' if applies else ""
        more += "".join(f', ways: [{{id: W{n}, {part}, when: "{way}"}}]' for way in ways if way)
        lines.append(
            f'  - {{id: R{n}, title: {text}, status: mandatory, {part}, test: "{test}"{more}}}'
        )
    return ("\n".join(lines) + "\n" + extra).encode()


# ------------------------------------------------------------------ specs


def a_spec(random, depth=3, names=tuple(KINDS), *, with_open=True):
    if depth and random.random() < 0.7:
        joined = random.choice(("and", "or", "not", "and", "or"))
        n_parts = 1 if joined == "not" else random.randint(2, 4)
        parts = [a_spec(random, depth - 1, names, with_open=with_open) for _ in range(n_parts)]
        return (joined, *parts)
    if with_open and random.random() < 0.04:
        return ("open", "open_o")
    if random.random() < 0.02:
        return ("truth", random.random() < 0.5)
    return _leaf(random, random.choice(names), names)


def _leaf(random, name, names):
    kind = KINDS[name]
    same = [other for other in names if KINDS[other] == kind and other != name]
    if kind == "boolean":
        return random.choice(
            (("bare", name), ("flag", name, random.choice(("=", "<>")), random.random() < 0.5))
        )
    if kind == "list":
        return ("contains", random.choice(LISTED), name)
    if same and random.random() < 0.2:
        operator = random.choice(OPERATORS[:2] if kind == "choice" else OPERATORS)
        return ("compare", name, operator, random.choice(same))
    if kind == "choice":
        if random.random() < 0.5:
            return (
                "in",
                name,
                tuple(random.sample(MEMBERS, random.randint(1, 2))),
                random.random() < 0.3,
            )
        return ("value", name, random.choice(("=", "<>")), random.choice(MEMBERS))
    if kind == "date" and random.random() < 0.3:
        return ("compare", "as_of", random.choice(OPERATORS), name)
    low = a_value(random, name)
    if random.random() < 0.3:
        return ("between", name, low, a_value(random, name))
    return ("value", name, random.choice(OPERATORS), low)


def a_value(random, name):
    """Give a value of a fact; of a list, any members, complete or not."""
    kind = KINDS[name]
    if kind == "boolean":
        return random.random() < 0.5
    if kind == "choice":
        return random.choice(MEMBERS)
    if kind == "integer":
        return random.randint(-2, 6)
    if kind == "date":
        return DAY_0 + timedelta(days=random.randint(0, 6))
    has = frozenset(one for one in LISTED if random.random() < 0.4)
    return Members(has, random.random() < 0.5)


def a_subject(random, unknown_share=0.4):
    return {name: a_value(random, name) for name in KINDS if random.random() > unknown_share}


# ------------------------------------------------------------------ in SQL, for the engine


def _sql_value(value):
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    return str(value) if isinstance(value, int) else f"'{value}'"


def as_sql(spec):
    kind, *rest = spec
    if kind in ("and", "or"):
        return f" {kind.upper()} ".join(f"({as_sql(part)})" for part in rest)
    if kind == "not":
        return f"NOT ({as_sql(rest[0])})"
    if kind in ("bare", "open"):
        return rest[0]
    if kind == "truth":
        return _sql_value(rest[0])
    if kind == "contains":
        return f"'{rest[0]}' IN {rest[1]}"
    if kind in ("flag", "value"):
        return f"{rest[0]} {rest[1]} {_sql_value(rest[2])}"
    if kind == "compare":
        return f"{rest[0]} {rest[1]} {rest[2]}"
    if kind == "between":
        return f"{rest[0]} BETWEEN {_sql_value(rest[1])} AND {_sql_value(rest[2])}"
    listed = ", ".join(map(_sql_value, rest[1]))
    return f"{rest[0]} {'NOT IN' if rest[2] else 'IN'} ({listed})"


# ------------------------------------------------------------------ in CEL


def _cel_value(value):
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value) if isinstance(value, int) else f'"{value}"'


def as_cel(spec):
    kind, *rest = spec
    signs = {"=": "==", "<>": "!="}
    if kind in ("and", "or"):
        sign = " && " if kind == "and" else " || "
        return "(" + sign.join(as_cel(part) for part in rest) + ")"
    if kind == "not":
        return f"!({as_cel(rest[0])})"
    if kind in ("bare", "open"):
        return f"s.{rest[0]}"
    if kind == "truth":
        return _cel_value(rest[0])
    if kind == "contains":
        # present is true; absent is false where the key `complete` is there, else an error
        return f'("{rest[0]}" in s.{rest[1]} || !s.{rest[1]}_complete)'
    if kind in ("flag", "value"):
        return f"(s.{rest[0]} {signs.get(rest[1], rest[1])} {_cel_value(rest[2])})"
    if kind == "compare":
        return f"(s.{rest[0]} {signs.get(rest[1], rest[1])} s.{rest[2]})"
    if kind == "between":
        low, high = _cel_value(rest[1]), _cel_value(rest[2])
        return f"(s.{rest[0]} >= {low} && s.{rest[0]} <= {high})"
    listed = ", ".join(map(_cel_value, rest[1]))
    found = f"(s.{rest[0]} in [{listed}])"
    return f"!{found}" if rest[2] else found


def cel_facts(subject, as_of=AS_OF):
    """Give the facts as CEL takes them: what is unknown has no key."""
    given = {"as_of": as_of.isoformat()}
    for name, value in subject.items():
        if isinstance(value, Members):
            given[name] = sorted(value.has)
            if value.is_complete:
                given[f"{name}_complete"] = True
        else:
            given[name] = value.isoformat() if isinstance(value, date) else value
    return given


def seeded(seed):
    return Random(seed)
