"""Questions about telemetry with the query that answers them, in Honeycomb's language."""

import json
from random import Random

from .columns import Column, identifier, schema
from .phrases import BAR, reworded
from .words import THINGS, draw, one_in, plural

EVENTS = ["requests", "events", "calls", "spans", "traces", "operations", "log entries", "occurrences"]

COUNTS = [
    "How many {e}", "Number of {e}", "Count {e}", "Count of {e}", "Show the number of {e}", "{E}", "Show {e}", "Find {e}",
    "What is the count of {e}", "Give me the number of {e}", "How often are there {e}", "List {e}", "Let me know the number of {e}", "Say how many {e} there are", "Total number of {e}", "Give the count of {e}", "Display the number of {e}", "I need the number of {e}", "How many {e} did we have", "Work out the number of {e}", "Report the count of {e}", BAR, "The amount of {e}", "Tell me the number of {e}", "Tell me how many {e} there were",
]
DISTINCT = ["How many different {c}s", "Number of unique {c}s", "Distinct {c}s", "Count distinct {c}s", "How many unique {c}s", "Number of different {c}s", "How many different {c}s were there", "How many different {c}s came", "How many different {c}s have there been", "Show the number of distinct {c}s", "Give me the unique {c}s", "How many distinct {c}s do we see", BAR, "How many distinct {c}s are there"]
MEASURES = {
    "AVG": ["Average {c}", "Mean {c}", "What is the average {c}", "Show the average {c}", "average {c}", "Give me the average {c}", "Show the mean {c}", "How long is the {c} on average", "How large is the {c} on average", "How big is the average {c}", "On average how much {c} is there", "What {c} is usual", "Calculate the average {c}", BAR, "How high is the {c} on average"],
    "SUM": ["Total {c}", "Sum of {c}", "What is the total {c}", "The sum of {c}", "total {c}", "Add up the {c}", "Give me the total {c}", "Show the total {c}", "Calculate the sum of {c}", "How much {c} is there in total", BAR, "What is the sum of {c}"],
    "MAX": ["Maximum {c}", "Highest {c}", "Peak {c}", "What is the maximum {c}", "Max {c}", "largest {c}", "Give me the maximum {c}", "Show the maximum {c}", "Find the largest {c}", "The peak of {c}", BAR, "Show the highest {c}"],
    "MIN": ["Minimum {c}", "Lowest {c}", "What is the minimum {c}", "Min {c}", "smallest {c}", "Give me the minimum {c}", "Show the minimum {c}", "Find the smallest {c}", BAR, "Show the lowest {c}"],
    "P50": ["Median {c}", "p50 of {c}", "p50 {c}", "50th percentile of {c}", "Show the median {c}", "Give me the p50 of {c}", "Find the median {c}", "the median of {c}", BAR, "What is the median {c}"],
    "P90": ["p90 of {c}", "90th percentile of {c}", "p90 {c}", "P90 {c}", "Show the p90 of {c}", "Find the 90th percentile of {c}", "Give me the p90 {c}", BAR, "What is the 90th percentile of {c}"],
    "P95": ["p95 of {c}", "95th percentile of {c}", "p95 {c}", "P95 {c}", "Show the p95 of {c}", "Find the 95th percentile of {c}", "Give me the p95 {c}", BAR, "What is the 95th percentile of {c}"],
    "P99": ["p99 of {c}", "99th percentile of {c}", "p99 {c}", "P99 {c}", "Show the p99 of {c}", "Find the 99th percentile of {c}", "Give me the p99 {c}", BAR, "What is the 99th percentile of {c}"],
    "P999": ["p999 of {c}", "99.9th percentile of {c}", "p999 {c}", BAR, "P999 {c}"],
    "P75": ["p75 of {c}", "75th percentile of {c}", "p75 {c}"],
    "P25": ["p25 of {c}", "25th percentile of {c}", "p25 {c}"],
    "P10": ["p10 of {c}", "10th percentile of {c}", "p10 {c}"],
    "HEATMAP": ["Heatmap of {c}", "Distribution of {c}", "Show a heatmap of {c}", "How is {c} distributed", BAR, "Show the distribution of {c}"],
    "RATE_AVG": ["Average {c} per minute", "Average rate of {c}", "Average {c} per second"],
    "RATE_SUM": ["Total {c} per minute", "Total rate of {c}", "Sum of {c} per second"],
    "RATE_MAX": ["Maximum {c} per minute", "Maximum rate of {c}", "Highest {c} per second"],
}
OPS = ["COUNT"] * 20 + ["COUNT_DISTINCT"] * 3 + ["AVG"] * 6 + ["SUM"] * 4 + ["MAX"] * 4 + ["MIN"] * 2 + ["P50", "P50", "P90", "P95", "P95", "P99", "P99", "P999", "P75", "P25", "P10"]
OPS += ["HEATMAP"] * 3 + ["RATE_AVG", "RATE_SUM", "RATE_MAX"]

GROUPS = ["by {c}", "per {c}", "for each {c}", "grouped by {c}", "by {c}", "group by {c}", "broken down by {c}", "split by {c}", "sorted into {c}", "divided by {c}", "separated by {c}", "arranged by {c}", "in each {c}", "across {c}", "separately for each {c}", "sliced by {c}", "counted by {c}", "summarised by {c}", "for all values of {c}", "as seen by {c}", "shown by {c}", "cut by {c}", BAR, "for every {c}", "listed by {c}"]
TIMES = ["in the last {t}", "over the last {t}", "in the past {t}", "for the last {t}", "within the last {t}", "during the past {t}", "from the past {t}", "throughout the last {t}", "since the last {t}", "looking back over the last {t}", "of the last {t}", "these past {t}", "going back the past {t}", BAR, "over the past {t}"]
TESTS = {
    "=": ["where {c} is {v}", "with {c} {v}", "for {c} {v}", "where {c} = {v}", "with {c}={v}", "where the {c} is {v}", "whose {c} is {v}", "where {c} equals {v}", "that have the {c} {v}", "with a {c} of {v}", "having the {c} {v}", "and {c} equal to {v}", "with {c} equal to {v}", "if {c} is {v}", "only {c} {v}", "with the {c} set to {v}", "and the {c} is {v}", "provided the {c} is {v}", "as long as {c} is {v}", "that show {c} {v}", "of {c} {v}", BAR, "having {c} equal to {v}"],
    "!=": ["where {c} is not {v}", "with {c} other than {v}", "where {c} != {v}", "except {c} {v}", "excluding {c} {v}", "with a {c} that is not {v}", "where {c} differs from {v}", "but not {c} {v}", "where {c} is anything but {v}", BAR, "where the {c} is not {v}"],
    "contains": ["where {c} contains {v}", "where the {c} includes {v}", "with {v} in the {c}", "whose {c} contains {v}", "where the {c} mentions {v}", "with a {c} containing {v}", "where {v} is part of the {c}", "having {v} in the {c}", "where {v} occurs in the {c}", "where you find {v} in the {c}", "in whose {c} there is {v}", "where {v} can be found in the {c}", "with {v} somewhere in the {c}", "where {v} stands in the {c}", "and {v} in the {c}", BAR, "where there is {v} in the {c}"],
    "does-not-contain": ["where {c} does not contain {v}", "without {v} in the {c}", "whose {c} does not include {v}", "with no {v} in the {c}", "where the {c} lacks {v}", "where {v} is not in the {c}", "where {v} is missing in the {c}", "with a {c} that lacks {v}", "whose {c} never mentions {v}", "where you find no {v} in the {c}", "in whose {c} there is no {v}", BAR, "where the {c} does not contain {v}"],
    "starts-with": ["where {c} starts with {v}", "whose {c} begins with {v}", "with a {c} starting with {v}"],
    "exists": ["with a {c}", "that have a {c}", "where {c} exists", "where there is a {c}", "where the {c} is set", "having a {c}", "that come with a {c}", "where we know the {c}", "if there is a {c}", "where the {c} is given", "that carry a {c}", "provided there is a {c}", "whose {c} is known", BAR, "where a {c} exists"],
    "does-not-exist": ["without a {c}", "that have no {c}", "with no {c}", "where {c} is missing", "having no {c}", "that lack a {c}", "where there is no {c}", "where no {c} is given", "if the {c} is not set", "whose {c} is not known", "that come without a {c}", "where the {c} is empty", BAR, "where {c} does not exist"],
    ">": ["with {c} above {n}", "where {c} is more than {n}", "with {c} over {n}", "where {c} > {n}", "with {c} greater than {n}", "whose {c} exceeds {n}", "with a {c} higher than {n}", "where {c} exceeds {n}", "having {c} above {n}", "where the {c} is larger than {n}", "whose {c} is over {n}", BAR, "where the {c} is above {n}"],
    ">=": ["with {c} of at least {n}", "where {c} is at least {n}", "where {c} >= {n}", "and {c} >= {n}", "having a {c} of at least {n}", "whose {c} is no less than {n}", "with {c} of {n} or more", "where the {c} is {n} or above"],
    "<": ["with {c} below {n}", "where {c} is less than {n}", "with {c} under {n}", "where {c} < {n}", "whose {c} is smaller than {n}", "with a {c} lower than {n}", "where {c} stays below {n}", "having {c} under {n}", "where the {c} is smaller than {n}", "whose {c} is under {n}", BAR, "where the {c} is below {n}"],
    "<=": ["with {c} of at most {n}", "where {c} is at most {n}", "where {c} <= {n}", "and {c} <= {n}", "having a {c} of at most {n}", "whose {c} is no more than {n}", "with {c} of {n} or less", "where the {c} is {n} or below"],
}
SUPERLATIVES = ["Top {g}", "Most common {g}", "Most frequent {g}", "Which {g} has the most {e}", "Which {g} have the most {e}", "{G} with the most {e}", "Top {g} by number of {e}", "Top {g} by {e}", "Which {g} gets the most {e}", "Which {g} had the most {e}", "The {g} with the largest number of {e}", "Busiest {g} by {e}", "Which {g} shows the most {e}", "Which {g} counts the most {e}", "Which {g} makes the most {e}", "In which {g} are the most {e}", "The most {e} per {g}", "Where are the most {e} by {g}", "The {g} of most {e}", BAR, "Most {e} by {g}", "Which {g} sees the most {e}"]
PAIRS = ["Display each {a} and the {b} it belongs to", "Show each {a} with the {b} associated with it", "List every {a} together with its {b}", "For each {a} show the {b} that goes with it", "Give each {a} and the {b} that belongs to it", "Print every {a} with its {b}", "Show every {a} and which {b} it has", "Name each {a} along with its {b}", "See every {a} and its {b}", "Look at each {a} and the {b} of it", "Each {a} and its {b}", "Look up all {a} and their {b}", BAR, "View each {a} and its {b}"]
LOOKUPS = ["{c}={v}", "{c} = {v}", "{c} {v}", "Find all {e} for {c} {v}", "All {e} where {c} equals {v}", "Find the number of {e} for {c} {v}", "Search {e} with {c} {v}", "Look for {c} {v}", "Only {e} of {c} {v}", "Keep {c} {v}", "Restrict to {c} {v}", "{e} where {c} is {v}", "Show {e} for {c} {v}", "Get {e} that have {c} {v}", "Filter on {c} {v}", "Filter for {c} = {v}", "Limit to {c} equal to {v}", "Narrow it down to {c} equal to {v}", "Leave only {c} {v}", "Filter {e} by {c} {v}", BAR, "Filter by {c} equal to {v}"]
SEARCHES = {"contains": ["{c} contains {v}", "{c} includes {v}", "{c} containing {v}", BAR, "{c} with {v} in it"], "starts-with": ["{c} starts with {v}", "{c} begins with {v}", "{c} starting with {v}"]}
EXTREMES = {
    "MAX": ["Which {g} has the highest {c}", "{G} with the highest {c}", "Which {g} have the largest {c}", "Which {g} had the highest {c}", "Find the {g} with the highest {c}", "Which {g} shows the largest {c}"],
    "AVG": ["Which {g} has the highest average {c}", "Top {g} by average {c}", "Slowest {g} by average {c}", "Which {g} had the highest average {c}", "Find the {g} with the highest average {c}", "Which {g} have the highest mean {c}", BAR, "{G} with the highest average {c}"],
    "SUM": ["Which {g} has the highest total {c}", "Top {g} by total {c}", "{G} with the most {c} in total", "Which {g} had the highest total {c}", "Find the {g} with the highest total {c}"],
    "MIN": ["Which {g} has the lowest {c}", "{G} with the lowest {c}", "Which {g} have the smallest {c}", "Which {g} had the lowest {c}", "Find the {g} with the lowest {c}"],
}
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
        when, seconds = time(random)
        tail = f" {when}" if when in ("today", "yesterday") or when.startswith("this") else f" {reworded(random, TIMES, held_out).format(t=when)}" if when else ""
        return {"nlq": short[0] + tail, "seconds": seconds, "cols": [column.name for column in columns]}, json.dumps({**short[1], "time_range": seconds}, separators=(",", ":"), ensure_ascii=False)
    free = columns.copy()
    random.shuffle(free)
    take = lambda *kinds: next((free.pop(index) for index, column in enumerate(free) if column.kind in kinds), None)  # noqa: E731
    op = random.choice(OPS)
    measure = None if op == "COUNT" else take("id", "group") if op == "COUNT_DISTINCT" else take("measure")
    op = op if measure else "COUNT"
    calculation = {"op": op, **({"column": measure.name} if measure else {})}
    groups = [group for group in (take("group", "id", "text") for _ in range(random.choice([0, 0, 1, 1, 1, 1, 2]))) if group]
    when, seconds = time(random)
    events = random.choice(EVENTS[:-1] if not one_in(random, 4) else [plural(draw(random, THINGS, held_out))])
    called = said(random, measure) if measure else ""
    flagged = counted_flag(random, free) if op == "COUNT" else None
    if flagged:
        events = flagged[0]
        free = [column for column in free if column.name != flagged[1]["column"]]
    ordered, limit = None, None
    if len(groups) == 1 and (op == "COUNT" or op in EXTREMES) and one_in(random, 2):
        ordered = "ascending" if op == "MIN" else "descending"
        group = said(random, groups[0])
        head = reworded(random, SUPERLATIVES if op == "COUNT" else EXTREMES[op], held_out)
        if one_in(random, 2) and "hich" not in head:
            limit = random.choice([3, 5, 10, 15, 20, 25, 50, 100])
            group = f"{limit} {plural(group)}" if head.startswith("Top") else group
            head = head if head.startswith("Top") else f"Top {limit} " + head.replace("{G}", "{g}")
        words = [head.format(g=group, G=group[0].upper() + group[1:], e=events, c=called)]
    else:
        heads = COUNTS if op == "COUNT" else DISTINCT if op == "COUNT_DISTINCT" else MEASURES[op]
        words = [reworded(random, heads, held_out).format(e=events, E=events[0].upper() + events[1:], c=called)]
        if groups:
            words.append(reworded(random, GROUPS, held_out).format(c=" and ".join(said(random, group) for group in groups)))
        if op == "COUNT" and groups and one_in(random, 8):
            words = [words[1][0].upper() + words[1][1:]]
    tests = [test for test in (condition(random, [free.pop()] if free else [], held_out) for _ in range(random.choice([0, 0, 0, 1, 1, 1, 1, 2]))) if test]
    if tests:
        place = random.choice([1, len(words)])
        words.insert(place, " and ".join(text if index == 0 else text.removeprefix("where ").removeprefix("with ") if one_in(random, 3) else text for index, (text, _) in enumerate(tests)))
    if flagged and events.lower() in " ".join(words).lower():
        tests.insert(0, ("", flagged[1]))
    havings = None
    if groups and op == "COUNT" and not ordered and one_in(random, 8):
        least = random.choice([5, 10, 50, 100, 500, 1_000])
        words.append(random.choice([f"having more than {least} {events}", f"with a count above {least}", f"with more than {least} {events}"]))
        havings = [{"calculate_op": "COUNT", "op": ">", "value": least}]
    if when:
        spoken = when if " " not in when and when in ("today", "yesterday") or when.startswith("this") else reworded(random, TIMES, held_out).format(t=when)
        words.insert(0, spoken[0].upper() + spoken[1:] + ",") if one_in(random, 12) else words.append(spoken)
    question = " ".join(words)
    question = question.lower() if one_in(random, 10) and not any(c.isupper() for c in json.dumps([t for _, t in tests])) else question
    query = {"calculations": [calculation]}
    if groups:
        query["breakdowns"] = [group.name for group in groups]
    if tests:
        query["filters"] = [test for _, test in tests]
        if len(tests) > 1:
            query["filter_combination"] = "AND"
    if havings:
        query["havings"] = havings
    if ordered:
        query["orders"] = [{**calculation, "order": ordered}]
        if limit:
            query["limit"] = limit
    query["time_range"] = seconds
    question += random.choice(["", "", "?"]) if not question.startswith(("How", "Which", "What")) else random.choice(["?", "?", ""])
    return {"nlq": question, "seconds": seconds, "cols": [column.name for column in columns]}, json.dumps(query, separators=(",", ":"), ensure_ascii=False)
