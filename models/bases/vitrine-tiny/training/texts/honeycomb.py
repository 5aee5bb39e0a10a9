"""Questions about telemetry with the query that answers them, in Honeycomb's language."""

import json
from random import Random

from .columns import KNOWN, Column, identifier, schema
from .honeycomb_phrases import COUNTS, DISTINCT, EVENTS, EXTREMES, GROUPS, LOOKUPS, MEASURES, OPS, PAIRS, SEARCHES, SLOWEST, SUPERLATIVES, TESTS, TIMES
from .phrases import reworded
from .words import THINGS, draw, one_in, plural

DURATION = next(column for column in KNOWN if column.name == "duration_ms")
UNIT_SECONDS = {"minute": 60, "hour": 3_600, "day": 86_400, "week": 604_800, "month": 2_592_000}


def said(random: Random, column: Column) -> str:
    """What someone calls the column: mostly in words, now and then by its very name."""
    return column.name if one_in(random, 5) else random.choice(column.said[:3] if one_in(random, 2) else column.said)


def value_in(random: Random, column: Column) -> str:
    return identifier(random) if column.kind == "id" else random.choice(column.values)


def number(random: Random, held_out: bool) -> str:
    whole = random.choice([random.randint(1, 9) * 10 ** random.randint(0, 4), random.randint(1, 20_000), random.randint(2, 99)])
    whole += 7 if held_out else 0
    return f"{whole / 10:g}" if one_in(random, 12) else str(whole)


def time(random: Random) -> tuple[str, int]:
    """A span of time in words, and in seconds; the template works these out, so the model only copies them."""
    if one_in(random, 3):
        return ("", 7_200)
    if one_in(random, 6):
        return random.choice([("today", 86_400), ("yesterday", 172_800), ("this week", 604_800), ("this month", 2_592_000)])
    unit = random.choice(list(UNIT_SECONDS))
    many = random.choice([1, 1, 2, 3, 4, 5, 6, 7, 10, 12, 14, 15, 20, 24, 30, 45, 48, 60, 90])
    many = 1 if many * UNIT_SECONDS[unit] > 31_536_000 else many
    return (unit if many == 1 else f"{many} {unit}s", many * UNIT_SECONDS[unit])


def condition(random: Random, columns: list[Column], held_out: bool) -> tuple[str, dict] | None:
    """Words that keep some of the events, and the filter."""
    usable = [column for column in columns if column.kind != "other"]
    if not usable:
        return None
    column = random.choice(usable)
    if column.kind == "flag":
        value = not one_in(random, 4)
        return (f"{'with' if value else 'without'} {random.choice(column.said)}" if "error" in column.name or "hit" in column.name
                else f"{'that are' if value else 'that are not'} {column.said[0].split()[-1]}"), {"column": column.name, "op": "=", "value": value}
    if column.kind == "measure":
        op, value = random.choice([">", ">", "<", ">=", "<="]), number(random, held_out)
        words = reworded(random, TESTS[op], held_out).format(c=said(random, column), n=value)
        if column.name == "duration_ms" and op in "><" and one_in(random, 2):
            words = f"{'slower' if op == '>' else 'faster'} than {value} ms"
        return words, {"column": column.name, "op": op, "value": float(value) if "." in value else int(value)}
    ops = {"id": ["=", "=", "exists", "does-not-exist"], "text": ["contains", "contains", "starts-with", "does-not-contain", "exists"], "group": ["=", "=", "=", "=", "!=", "contains", "starts-with", "exists", "does-not-exist", "in"]}
    op = random.choice(ops[column.kind])
    if op in ("exists", "does-not-exist"):
        return reworded(random, TESTS[op], held_out).format(c=said(random, column)), {"column": column.name, "op": op}
    if op == "in":
        two = list(dict.fromkeys(column.values))[:3]
        words = random.choice(["where {c} is {v}", "with {c} {v}", "whose {c} is {v}"]).format(c=said(random, column), v=" or ".join(two))
        return words, {"column": column.name, "op": "in" if len(two) > 1 else "=", "value": two if len(two) > 1 else two[0]}
    value = value_in(random, column)
    words = reworded(random, TESTS[op], held_out).format(c=said(random, column), v=random.choice([value, value, f"'{value}'", f'"{value}"']))
    if column.name == "http.method" and op == "=" and one_in(random, 2):
        words = f"for {value} requests"
    return words, {"column": column.name, "op": op, "value": value}


def short_question(random: Random, columns: list[Column], held_out: bool) -> tuple[str, dict] | None:
    """What people type who know what they look for, and the query without its time; None where the columns have nothing for it."""
    of = lambda *kinds: [column for column in columns if column.kind in kinds]  # noqa: E731
    kind = random.choice(["pair", "look up", "search"])
    if kind == "pair" and len(of("group", "id")) > 1:
        first, second = random.sample(of("group", "id"), 2)
        words = reworded(random, PAIRS, held_out).format(a=said(random, first), b=said(random, second))
        return words, {"calculations": [{"op": "COUNT"}], "breakdowns": [first.name, second.name], "filters": [{"column": first.name, "op": "exists"}]}
    if kind == "look up" and of("id", "group"):
        column = random.choice(of("id", "group"))
        value = value_in(random, column)
        words = reworded(random, LOOKUPS, held_out).format(c=said(random, column), v=value, e=random.choice(EVENTS))
        return words, {"calculations": [{"op": "COUNT"}], "filters": [{"column": column.name, "op": "=", "value": value}]}
    if kind == "search" and of("text") and any(column.name == "duration_ms" for column in columns):
        column, op = random.choice(of("text")), random.choice(["contains", "contains", "starts-with"])
        value = random.choice(column.values)
        words = reworded(random, SEARCHES[op], held_out).format(c=said(random, column), v=value)
        return words, {"calculations": [{"op": "HEATMAP", "column": "duration_ms"}], "breakdowns": [column.name], "filters": [{"column": column.name, "op": op, "value": value}]}
    return None


def counted_flag(random: Random, columns: list[Column]) -> tuple[str, dict] | None:
    """Errors, cache hits, late orders: what is counted names the flag that has to be set."""
    flags = [column for column in columns if column.kind == "flag"]
    if not flags or not one_in(random, 4):
        return None
    flag = random.choice(flags)
    name = random.choice(flag.said)
    spoken = name if name.endswith("s") else f"{name.split()[-1]} {plural(name.split()[0])}" if " " in name and "hit" not in name else plural(name)
    return spoken, {"column": flag.name, "op": "=", "value": True}


def honeycomb(random: Random, held_out: bool, columns: list[Column] | None = None) -> tuple[dict, str]:
    """The inputs (nlq, seconds, cols) and the query; of these columns, or of some that are made."""
    columns = columns or schema(random, held_out)
    if one_in(random, 7) and (short := short_question(random, columns, held_out)):
        question, query = short
        when, seconds = time(random)
        question += f" {time_said(random, when, held_out)}" if when else ""
    else:
        question, query, seconds = long_question(random, held_out, columns)
    written = json.dumps({**query, "time_range": seconds}, separators=(",", ":"), ensure_ascii=False)
    return {"nlq": question, "seconds": seconds, "cols": [column.name for column in columns]}, written


def long_question(random: Random, held_out: bool, columns: list[Column]) -> tuple[str, dict, int]:
    """What is worked out, for which groups, of what and when; the query without its time, and the seconds of that."""
    is_timed = not held_out and one_in(random, 12)
    if is_timed and DURATION not in columns:
        columns.append(DURATION)
    free = [column for column in columns if not (is_timed and column == DURATION)]
    random.shuffle(free)
    take = lambda *kinds: next((free.pop(index) for index, column in enumerate(free) if column.kind in kinds), None)  # noqa: E731
    op = random.choice(list(SLOWEST) if is_timed else OPS)
    measure = DURATION if is_timed else None if op == "COUNT" else take("id", "group") if op == "COUNT_DISTINCT" else take("measure")
    op = op if measure else "COUNT"
    query = {"calculations": [{"op": op, **({"column": measure.name} if measure else {})}]}
    groups = [group for group in (take("group", "id", "text") for _ in range(random.choice([0, 0, 1, 1, 1, 1, 2]))) if group]
    when, seconds = time(random)
    events = random.choice(EVENTS[:-1] if not one_in(random, 4) else [plural(draw(random, THINGS, held_out))])
    called = said(random, measure) if measure else ""
    flagged = counted_flag(random, free) if op == "COUNT" else None
    if flagged:
        events = flagged[0]
        free = [column for column in free if column.name != flagged[1]["column"]]
    is_ordered = len(groups) == 1 and (op == "COUNT" or op in EXTREMES) and (is_timed or one_in(random, 2))
    head = ordered_head if is_ordered else plain_head
    words, last = head(random, held_out, query["calculations"][0], groups, events, called)
    tests = [test for test in (condition(random, [free.pop()] if free else [], held_out) for _ in range(random.choice([0, 0, 0, 1, 1, 1, 1, 2]))) if test]
    if tests:
        place = random.choice([1, len(words)])
        words.insert(place, " and ".join(text if index == 0 else text.removeprefix("where ").removeprefix("with ") if one_in(random, 3) else text for index, (text, _) in enumerate(tests)))
    if flagged and events.lower() in " ".join(words).lower():
        tests.insert(0, ("", flagged[1]))
    query |= {"breakdowns": [group.name for group in groups]} if groups else {}
    query |= {"filters": [test for _, test in tests]} if tests else {}
    query |= {"filter_combination": "AND"} if len(tests) > 1 else {}
    if groups and op == "COUNT" and not is_ordered and one_in(random, 8):
        least = random.choice([5, 10, 50, 100, 500, 1_000])
        words.append(random.choice([f"having more than {least} {events}", f"with a count above {least}", f"with more than {least} {events}"]))
        query["havings"] = [{"calculate_op": "COUNT", "op": ">", "value": least}]
    if when:
        spoken = time_said(random, when, held_out)
        words.insert(0, spoken[0].upper() + spoken[1:] + ",") if one_in(random, 12) else words.append(spoken)
    question = " ".join(words)
    question = question.lower() if one_in(random, 10) and not any(c.isupper() for c in json.dumps([t for _, t in tests])) else question
    question += random.choice(["", "", "?"]) if not question.startswith(("How", "Which", "What")) else random.choice(["?", "?", ""])
    return question, {**query, **last}, seconds


def ordered_head(random: Random, held_out: bool, calculation: dict, groups: list[Column], events: str, called: str) -> tuple[list[str], dict]:
    """The words that ask for the first few of a group, and their part of the query."""
    op = calculation["op"]
    last = {"orders": [{**calculation, "order": "ascending" if op == "MIN" else "descending"}]}
    group = said(random, groups[0])
    is_slowest = not held_out and calculation.get("column") == DURATION.name and op in SLOWEST and one_in(random, 2)
    head = reworded(random, SLOWEST[op] if is_slowest else SUPERLATIVES if op == "COUNT" else EXTREMES[op], held_out)
    if one_in(random, 2) and "hich" not in head:
        last["limit"] = limit = random.choice([3, 5, 10, 15, 20, 25, 50, 100])
        group = f"{limit} {plural(group)}" if head.startswith("Top") else group
        head = head if head.startswith("Top") else f"Top {limit} " + head.replace("{G}", "{g}")
    return [head.format(g=group, G=group[0].upper() + group[1:], e=events, c=called)], last


def plain_head(random: Random, held_out: bool, calculation: dict, groups: list[Column], events: str, called: str) -> tuple[list[str], dict]:
    """The words that ask for a calculation, of each group where there are some."""
    op = calculation["op"]
    heads = COUNTS if op == "COUNT" else DISTINCT if op == "COUNT_DISTINCT" else MEASURES[op]
    words = [reworded(random, heads, held_out).format(e=events, E=events[0].upper() + events[1:], c=called)]
    if groups:
        words.append(reworded(random, GROUPS, held_out).format(c=" and ".join(said(random, group) for group in groups)))
    if op == "COUNT" and groups and one_in(random, 8):
        words = [words[1][0].upper() + words[1][1:]]
    return words, {}


def time_said(random: Random, when: str, held_out: bool) -> str:
    is_said = when in ("today", "yesterday") or when.startswith("this")
    return when if is_said else reworded(random, TIMES, held_out).format(t=when)
