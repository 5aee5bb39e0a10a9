"""Questions about tables with the SQL that answers them."""

from dataclasses import dataclass
from random import Random

from .phrases import BAR, reworded
from .words import FIRST_NAMES, FLAGS, KINDS, LAST_NAMES, PLACES, THINGS, TRAITS, VALUES, draw, draws, invented, one_in, plural

PLACE_COLUMNS = ["country", "city", "origin", "destination", "location", "region"]
DATE_COLUMNS = ["created_at", "updated_at", "date", "started_at", "ended_at", "ordered_at", "signed_up_at", "paid_at", "opened_on", "due_date", "shipped_at", "birthday", "published_on", "last_seen"]
TEXT_COLUMNS = ["title", "description", "note", "email", "address", "comment"]
FIXED = {"place": PLACE_COLUMNS, "date": DATE_COLUMNS, "text": TEXT_COLUMNS}
RESERVED = {"limit", "order", "group", "index", "table", "as", "is", "in", "on", "or", "by", "if", "no", "to"}


@dataclass(frozen=True)
class Field:
    name: str
    """id, key, name, place, group, measure, date, text or flag."""
    kind: str
    values: tuple[str, ...] = ()
    target: str = ""
    """The table that a key points to."""

    @property
    def said(self) -> str:
        return self.name.removesuffix("_at").removesuffix("_on").replace("_", " ") if self.kind != "date" else self.name.replace("_", " ")


@dataclass(frozen=True)
class Table:
    name: str
    noun: str
    fields: tuple[Field, ...]

    def of(self, *kinds: str) -> list[Field]:
        return [field for field in self.fields if field.kind in kinds]


def text_values(random: Random, kind: str, held_out: bool) -> tuple[str, ...]:
    if kind == "name":
        value = lambda: f"{draw(random, FIRST_NAMES, held_out)} {draw(random, LAST_NAMES, held_out)}"  # noqa: E731
    elif kind == "place":
        value = lambda: draw(random, PLACES, held_out)  # noqa: E731
    elif kind == "date":
        value = lambda: f"{random.randint(2019, 2026)}-{random.randint(1, 12):02}-{random.randint(1, 28):02}"  # noqa: E731
    else:
        value = lambda: invented(random) if one_in(random, 5) else draw(random, VALUES, held_out)  # noqa: E731
    return tuple(value() for _ in range(4))


def table(random: Random, noun: str, parents: list[str], held_out: bool) -> Table:
    fields = [Field("id", "id"), *(Field(f"{parent}_id", "key", target=plural(parent)) for parent in parents)]
    drawn = []
    if one_in(random, 2):
        drawn.append(("name", "name"))
    for _ in range(random.randint(2, 6)):
        kind = random.choice(["measure", "measure", "group", "group", "place", "date", "text", "flag"])
        pools = {"measure": TRAITS, "group": KINDS, "flag": FLAGS}
        name = draw(random, pools[kind], held_out) if kind in pools else random.choice(FIXED[kind])
        name = "is_" + name if kind == "flag" else "weight" if name in RESERVED else name
        if kind in ("measure", "group") and one_in(random, 6):
            name = random.choice([invented(random), f"{draw(random, THINGS, held_out)}_{name}"])
        drawn.append((name, kind))
    fields += [Field(name, kind, text_values(random, kind, held_out)) for name, kind in dict(drawn).items()]
    return Table(plural(noun), noun, tuple(fields))


def database(random: Random, held_out: bool) -> list[Table]:
    """One to four tables; most of them belong to one before."""
    nouns = draws(random, THINGS, held_out, random.choice([1, 2, 2, 2, 3, 4]))
    if one_in(random, 8):
        nouns[0] = invented(random)
    tables = [table(random, noun, random.sample(nouns[:index], min(index, random.choice([0, 1, 1, 1, 2]))), held_out) for index, noun in enumerate(nouns)]
    random.shuffle(tables)
    return tables


def quoted(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"


NUMBER_TESTS = {
    ">": ["with {c} above {v}", "with {c} over {v}", "with more than {v} {c}", "where {c} is greater than {v}", "whose {c} is more than {v}", "with a {c} above {v}", "with {c} higher than {v}", "having {c} above {v}", "with {c} larger than {v}", "where {c} exceeds {v}", "whose {c} is higher than {v}", "that have a {c} over {v}", BAR, "where the {c} is above {v}"],
    "<": ["with {c} below {v}", "with {c} under {v}", "with less than {v} {c}", "where {c} is smaller than {v}", "whose {c} is less than {v}", "with {c} lower than {v}", "having {c} below {v}", "with {c} smaller than {v}", "whose {c} is lower than {v}", "that have a {c} under {v}", BAR, "where the {c} is below {v}"],
    ">=": ["with at least {v} {c}", "with {c} of at least {v}", "where {c} is at least {v}"],
    "<=": ["with at most {v} {c}", "with {c} of at most {v}", "where {c} is at most {v}"],
    "=": ["where {c} is {v}", "with {c} {v}", "whose {c} is {v}"],
}
TEXT_TESTS = {
    "=": ["whose {c} is {v}", "with {c} {v}", "where {c} is {v}", "where the {c} is {v}", "having {c} {v}", "of {c} {v}", "that have the {c} {v}", "with the {c} {v}", "having the {c} {v}", "where {c} equals {v}", "whose {c} equals {v}", "with {c} equal to {v}", BAR, "that have {c} {v}"],
    "<>": ["whose {c} is not {v}", "where {c} is not {v}", "with a {c} other than {v}", "except those with {c} {v}", "with a {c} that is not {v}", "whose {c} differs from {v}", "but not those of {c} {v}", "where {c} is not equal to {v}", BAR, "whose {c} is other than {v}"],
    "LIKE": ["whose {c} contains {v}", "where {c} contains {v}", "with {v} in the {c}", "whose {c} includes {v}", "with a {c} containing {v}", "that have {v} in the {c}", "where {v} is in the {c}", "whose {c} mentions {v}", BAR, "where the {c} contains {v}"],
}
DATE_TESTS = {">": ["with {c} after {v}", "whose {c} is after {v}", "where {c} is later than {v}"], "<": ["with {c} before {v}", "whose {c} is before {v}", "where {c} is earlier than {v}"], ">=": ["with {c} since {v}", "with {c} on or after {v}"]}
EMPTY_TESTS = {"IS NULL": ["without a {c}", "that have no {c}", "whose {c} is missing", "with an empty {c}", "where the {c} is empty", "with no {c}", "that lack a {c}", "where no {c} is given", BAR, "where there is no {c}"], "IS NOT NULL": ["with a {c}", "that have a {c}", "whose {c} is known", "where the {c} is given", "with some {c}", "whose {c} is not empty", "where the {c} is there", BAR, "where there is a {c}"]}
COUNTS = ["How many {t}", "Number of {t}", "Count the {t}", "How many {t} are there", "Count of {t}", "What is the number of {t}", "How many {t} do we have", "Count all {t}", "Show the number of {t}", "Give me the number of {t}", "The number of {t}", "Tell me how many {t} there are", BAR, "Give me the count of {t}"]
LISTS = ["All {t}", "Which {t} are there", "Show all {t}", "List the {t}", "Which {t}", "Show the {t}", "Find the {t}", "Give me the {t}", "Get all {t}", "Display the {t}", "Give me all {t}", "Which are the {t}", "Every one of the {t}", "Look for {t}", "I need the {t}", "Let me see all {t}", BAR, "I want to see the {t}"]
PER = ["per {g}", "by {g}", "for each {g}", "per {g}", "grouped by {g}", "for every {g}", "in each {g}", "sorted into {g}", "arranged by {g}", "divided by {g}", "separately for each {g}", "counted by {g}", "across {g}", "broken down by {g}", "shown by {g}", "split by {g}", BAR, "listed by {g}"]
FUNCTIONS = {
    "AVG": ("average", ["Average {m} of {t}", "What is the average {m} of {t}", "Mean {m} of {t}", "Average {m} of the {t}", "Show the average {m} of {t}", "Mean {m} of the {t}", "Give me the average {m} of {t}", BAR, "How high is the average {m} of {t}"]),
    "SUM": ("total", ["Total {m} of {t}", "What is the total {m} of {t}", "Sum of {m} of {t}", "Total {m} of the {t}", "Add up the {m} of {t}", "Show the total {m} of {t}", "Sum of the {m} of {t}", "Give me the total {m} of {t}", BAR, "The sum of {m} of {t}"]),
    "MAX": ("highest", ["Highest {m} of {t}", "What is the highest {m} of {t}", "Maximum {m} of {t}", "Largest {m} of {t}", "Biggest {m} of {t}", "Show the highest {m} of {t}", "Highest {m} of the {t}", "Give me the largest {m} of {t}", BAR, "The highest {m} of all {t}"]),
    "MIN": ("lowest", ["Lowest {m} of {t}", "What is the lowest {m} of {t}", "Minimum {m} of {t}", "Smallest {m} of {t}", "Least {m} of {t}", "Show the lowest {m} of {t}", "Lowest {m} of the {t}", "Give me the smallest {m} of {t}", BAR, "The lowest {m} of all {t}"]),
}
TOPS = {"DESC": ["Top {n} {t} by {m}", "The {n} {t} with the highest {m}", "First {n} {t} by {m}", "{n} {t} with the most {m}", "The top {n} {t} by {m}", "Show the {n} {t} with the highest {m}", "{n} {t} with the largest {m}", "Highest {n} {t} by {m}", "Give me the top {n} {t} by {m}", BAR, "Which {n} {t} have the highest {m}"], "ASC": ["The {n} {t} with the lowest {m}", "{n} {t} with the least {m}", "Bottom {n} {t} by {m}", "Show the {n} {t} with the lowest {m}", "{n} {t} with the smallest {m}", "Lowest {n} {t} by {m}", BAR, "Which {n} {t} have the lowest {m}"]}
FIRSTS = {"DESC": ["Which {t} has the highest {m}", "The {t} with the highest {m}", "{t} with the most {m}"], "ASC": ["Which {t} has the lowest {m}", "The {t} with the lowest {m}", "{t} with the least {m}"]}


def number(random: Random, held_out: bool) -> str:
    return str(random.choice([random.randint(1, 9) * 10 ** random.randint(0, 4), random.randint(1, 5_000), random.randint(2, 99)]) + (7 if held_out else 0))


def condition(random: Random, of: Table, held_out: bool, prefix: str = "") -> tuple[str, str] | None:
    """Words that keep some of the rows, and the expression."""
    fields = of.of("measure", "name", "place", "group", "date", "text", "flag")
    if not fields:
        return None
    field = random.choice(fields)
    column, said = prefix + field.name, random.choice([field.said, field.said, field.name])
    if field.kind == "flag":
        yes = not one_in(random, 3)
        return f"that are {'' if yes else 'not '}{field.name.removeprefix('is_')}", f"{column} = {1 if yes else 0}"
    if one_in(random, 10):
        test = random.choice(list(EMPTY_TESTS))
        return reworded(random, EMPTY_TESTS[test], held_out).format(c=said), f"{column} {test}"
    if field.kind == "measure":
        if one_in(random, 8):
            low = int(number(random, held_out))
            high = low + random.choice([10, 50, 100, 500])
            return random.choice(["with {c} between {a} and {b}", "whose {c} is between {a} and {b}"]).format(c=said, a=low, b=high), f"{column} BETWEEN {low} AND {high}"
        test, value = random.choice([">", ">", "<", "<", ">=", "<=", "="]), number(random, held_out)
        return reworded(random, NUMBER_TESTS[test], held_out).format(c=said, v=value), f"{column} {test} {value}"
    value = random.choice(field.values)
    if field.kind == "date":
        if one_in(random, 3):
            year = int(value[:4])
            return random.choice(["with {c} in {y}", "whose {c} is in {y}"]).format(c=said, y=year), f"{column} >= '{year}-01-01' AND {column} < '{year + 1}-01-01'"
        test = random.choice(list(DATE_TESTS))
        return reworded(random, DATE_TESTS[test], held_out).format(c=said, v=value), f"{column} {test} {quoted(value)}"
    test = random.choice(["=", "=", "=", "<>", "LIKE"]) if field.kind in ("group", "place", "name") else "LIKE"
    if field.kind == "place" and test == "=" and one_in(random, 2):
        return f"from {value}" if field.name in ("country", "city", "origin") else f"in {value}", f"{column} = {quoted(value)}"
    words = reworded(random, TEXT_TESTS[test], held_out).format(c=said, v=random.choice([value, value, f"'{value}'"]))
    return words, f"{column} LIKE {quoted('%' + value + '%')}" if test == "LIKE" else f"{column} {test} {quoted(value)}"


def conditions(random: Random, of: Table, held_out: bool, chance: list[int], prefix: str = "") -> tuple[str, str]:
    """Words after the table's name, and the WHERE; both empty where all rows are kept."""
    found = [test for test in (condition(random, of, held_out, prefix) for _ in range(random.choice(chance))) if test]
    found = list({expression.split()[0]: (words, expression) for words, expression in found}.values())
    if not found:
        return "", ""
    return " " + " and ".join(words for words, _ in found), " WHERE " + " AND ".join(expression for _, expression in found)
