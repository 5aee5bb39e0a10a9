"""The kinds of question that are asked about tables. Each kind gives None where the tables do not have what it needs."""

from random import Random

from .phrases import reworded
from .sql import COUNTS, FIRSTS, FUNCTIONS, LISTS, PER, TOPS, Table, conditions, database
from .words import one_in


def count(random: Random, tables: list[Table], held_out: bool):
    of = random.choice(tables)
    words, where = conditions(random, of, held_out, [0, 1, 1, 2])
    return reworded(random, COUNTS, held_out).format(t=of.name) + words, f"SELECT COUNT(*) AS count FROM {of.name}{where}"


def count_per(random: Random, tables: list[Table], held_out: bool):
    of = random.choice(tables)
    groups = of.of("group", "place", "flag", "key", "name")
    if not groups:
        return None
    group = random.choice(groups)
    words, where = conditions(random, of, held_out, [0, 0, 1])
    having, kept = "", ""
    if one_in(random, 8):
        least = random.choice([2, 3, 5, 10, 20, 100])
        having, kept = f" HAVING COUNT(*) > {least}", f" with more than {least} {of.name}"
    asked = f"{reworded(random, COUNTS[:3], held_out).format(t=of.name)}{words} {reworded(random, PER, held_out).format(g=group.said)}{kept}"
    return asked, f"SELECT {group.name}, COUNT(*) AS count FROM {of.name}{where} GROUP BY {group.name}{having} ORDER BY count DESC"


def count_different(random: Random, tables: list[Table], held_out: bool):
    of = random.choice(tables)
    fields = of.of("group", "place", "name")
    if not fields:
        return None
    field = random.choice(fields)
    words, where = conditions(random, of, held_out, [0, 0, 1])
    if one_in(random, 2):
        asked = random.choice(["How many different {c} values do {t} have", "Number of different {c} values of {t}", "How many distinct {c} values are there in {t}"])
        return asked.format(c=field.said, t=of.name) + words, f"SELECT COUNT(DISTINCT {field.name}) AS count FROM {of.name}{where}"
    asked = random.choice(["Which {c} values do {t} have", "Different {c} values of {t}", "All distinct {c} values of {t}"])
    return asked.format(c=field.said, t=of.name) + words, f"SELECT DISTINCT {field.name} FROM {of.name}{where}"


def measure(random: Random, tables: list[Table], held_out: bool):
    of = random.choice(tables)
    fields, groups = of.of("measure"), of.of("group", "place", "key", "name", "flag")
    if not fields:
        return None
    field, function = random.choice(fields), random.choice(["AVG", "AVG", "SUM", "SUM", "MAX", "MIN"])
    called, asked = FUNCTIONS[function]
    alias = f"{called}_{field.name}"
    words, where = conditions(random, of, held_out, [0, 0, 1, 1, 2])
    text = reworded(random, asked, held_out).format(m=field.said, t=of.name) + words
    if groups and not one_in(random, 3):
        group = random.choice(groups)
        return f"{text} {reworded(random, PER, held_out).format(g=group.said)}", f"SELECT {group.name}, {function}({field.name}) AS {alias} FROM {of.name}{where} GROUP BY {group.name} ORDER BY {alias} DESC"
    return text, f"SELECT {function}({field.name}) AS {alias} FROM {of.name}{where}"


def rows(random: Random, tables: list[Table], held_out: bool):
    of = random.choice(tables)
    words, where = conditions(random, of, held_out, [1, 1, 1, 2])
    if not where:
        return None
    fields = [field for field in of.fields if field.kind not in ("id", "key", "flag") and f" {field.name} " not in where]
    if fields and one_in(random, 2):
        chosen = random.sample(fields, min(len(fields), random.choice([1, 1, 2, 3])))
        said = " and ".join(", ".join(field.said for field in chosen).rsplit(", ", 1))
        asked = random.choice(["{C} of {t}", "Show {c} of {t}", "{C} of the {t}", "What is the {c} of {t}"])
        return asked.format(c=said, C=said[0].upper() + said[1:], t=of.name) + words, f"SELECT {', '.join(field.name for field in chosen)} FROM {of.name}{where}"
    return reworded(random, LISTS, held_out).format(t=of.name) + words, f"SELECT * FROM {of.name}{where}"


def best(random: Random, tables: list[Table], held_out: bool):
    of = random.choice(tables)
    fields, dates = of.of("measure"), of.of("date")
    if dates and one_in(random, 3):
        field, order = random.choice(dates), random.choice(["DESC", "ASC"])
        many = random.choice([1, 3, 5, 10])
        words, where = conditions(random, of, held_out, [0, 0, 1])
        which = "latest" if order == "DESC" else "earliest"
        asked = f"The {of.noun} with the {which} {field.said}{words}" if many == 1 else f"The {many} {of.name} with the {which} {field.said}{words}"
        return asked, f"SELECT * FROM {of.name}{where} ORDER BY {field.name} {order} LIMIT {many}"
    if not fields:
        return None
    field, order = random.choice(fields), random.choice(["DESC", "DESC", "ASC"])
    words, where = conditions(random, of, held_out, [0, 0, 1])
    if one_in(random, 3):
        asked, many = random.choice(FIRSTS[order]).format(t=of.noun, m=field.said), 1
    else:
        many = random.choice([2, 3, 5, 10, 15, 20, 25, 50, 100])
        asked = reworded(random, TOPS[order], held_out).format(n=many, t=of.name, m=field.said)
    asked += words
    return asked[0].upper() + asked[1:], f"SELECT * FROM {of.name}{where} ORDER BY {field.name} {order} LIMIT {many}"


def one_link(random: Random, tables: list[Table]):
    """A table, one that it belongs to, and the key between them; None where no table belongs to another."""
    links = [(child, parent, key) for child in tables for key in child.of("key") for parent in tables if parent.name == key.target]
    return random.choice(links) if links else None


def joined_rows(random: Random, tables: list[Table], held_out: bool):
    if not (link := one_link(random, tables)):
        return None
    child, parent, key = link
    words, where = conditions(random, parent, held_out, [1], f"{parent.name}.")
    if not where:
        return None
    joined = f"FROM {child.name} JOIN {parent.name} ON {child.name}.{key.name} = {parent.name}.id{where}"
    if one_in(random, 2):
        return f"{reworded(random, COUNTS[:3], held_out).format(t=child.name)} of {parent.name}{words}", f"SELECT COUNT(*) AS count {joined}"
    return f"{reworded(random, LISTS, held_out).format(t=child.name)} of {parent.name}{words}", f"SELECT {child.name}.* {joined}"


def joined_groups(random: Random, tables: list[Table], held_out: bool):
    if not (link := one_link(random, tables)):
        return None
    child, parent, key = link
    groups, fields = parent.of("group", "place", "name"), child.of("measure")
    if not groups:
        return None
    group = random.choice(groups)
    per = reworded(random, PER, held_out).format(g=f"{parent.noun} {group.said}")
    joined = f"FROM {child.name} JOIN {parent.name} ON {child.name}.{key.name} = {parent.name}.id GROUP BY {parent.name}.{group.name}"
    if fields and one_in(random, 2):
        field, function = random.choice(fields), random.choice(["AVG", "SUM", "SUM", "MAX"])
        called, asked = FUNCTIONS[function]
        alias = f"{called}_{field.name}"
        return f"{reworded(random, asked, held_out).format(m=field.said, t=child.name)} {per}", f"SELECT {parent.name}.{group.name}, {function}({child.name}.{field.name}) AS {alias} {joined} ORDER BY {alias} DESC"
    return f"{reworded(random, COUNTS[:3], held_out).format(t=child.name)} {per}", f"SELECT {parent.name}.{group.name}, COUNT(*) AS count {joined} ORDER BY count DESC"


def childless(random: Random, tables: list[Table], held_out: bool):
    if not (link := one_link(random, tables)):
        return None
    child, parent, key = link
    asked = random.choice(["{p} without {c}", "Which {p} have no {c}", "All {p} that have no {c}"]).format(p=parent.name, c=child.name)
    return asked[0].upper() + asked[1:], f"SELECT * FROM {parent.name} WHERE id NOT IN (SELECT {key.name} FROM {child.name})"


QUESTIONS = [count] * 4 + [count_per] * 4 + [count_different, *[measure] * 6, *[rows] * 6, *[best] * 4, *[joined_rows] * 2, *[joined_groups] * 2, childless]


def sql(random: Random, held_out: bool, given: list[Table] | None = None) -> tuple[dict, str, list[Table]]:
    """The inputs (question, tables), the query, and the tables: these, or some that are made."""
    while True:
        tables = given or database(random, held_out)
        if made := random.choice(QUESTIONS)(random, tables, held_out):
            break
    question, query = made
    question += random.choice(["?", "?", ""]) if question.startswith(("How", "Which", "What")) else random.choice(["", "", "?"])
    question = question.lower() if one_in(random, 12) and "'" not in query else question
    text = "\n".join(f"{one.name}({', '.join(field.name for field in one.fields)})" for one in tables)
    return {"question": question, "tables": text}, query, tables
