"""Exercises in what all four tasks need: to copy names exactly, to find what is asked for, to read plain English."""

import json
from random import Random

from .columns import schema
from .editing import sentence
from .frames import strange
from .sql import database, text_values
from .words import KINDS, PLACES, THINGS, TRAITS, draw, draws, invented, one_in


def repeat(random: Random) -> tuple[str, str]:
    names = [column.name for column in schema(random, False)][: random.randint(1, 14)]
    if one_in(random, 3):
        names = [invented(random) if one_in(random, 2) else str(random.randint(1, 10 ** random.randint(1, 9))) for _ in names]
    listed = ",".join(f'"{name}"' for name in names)
    return f"Repeat: {listed}", f"[{listed}]"


def find_columns(random: Random) -> tuple[str, str]:
    """Which columns speak of a thing, in their order."""
    columns = schema(random, False)
    meant = random.sample(columns, min(len(columns), random.choice([1, 1, 2, 3])))
    said = ", ".join(random.choice(column.said) for column in meant)
    listed = ",".join(f'"{column.name}"' for column in columns)
    return f"Find: {said}\nColumns: {listed}", "[" + ",".join(f'"{column.name}"' for column in meant) + "]"


def look_up(random: Random) -> tuple[str, str]:
    """One cell of a small table of records."""
    keys = draws(random, TRAITS + KINDS, False, random.randint(2, 5))
    rows = [{"name": random.choice([invented(random).capitalize(), *text_values(random, "name", False)]), **{key: random.choice([random.randint(1, 9_999), draw(random, PLACES, False), invented(random)]) for key in keys}} for _ in range(random.randint(2, 5))]
    row, key = random.choice(rows), random.choice(keys)
    text = "\n".join(json.dumps(row, separators=(",", ":")) for row in rows)
    return f"{text}\nWhat is the {key} of {row['name']}?", str(row[key])


def describe(random: Random) -> tuple[str, str]:
    """Tables in plain words."""
    tables = database(random, False)
    listed = "\n".join(f"{table.name}({', '.join(field.name for field in table.fields)})" for table in tables)
    words = [f"The table {table.name} has the columns {', '.join(field.name for field in table.fields)}." for table in tables]
    words += [f"Each {table.noun} belongs to one of the {key.target}." for table in tables for key in table.of("key")]
    return f"Describe:\n{listed}", " ".join(words)


def copy_text(random: Random) -> tuple[str, str]:
    make = (lambda: strange(random, False)) if one_in(random, 3) else (lambda: sentence(random, False)[0])
    text = " ".join(make() for _ in range(random.randint(1, 5)))
    if one_in(random, 2):
        return f"Copy: {text}", text
    thing = draw(random, THINGS, False)
    return f"Copy: {text}\nThen say: {thing}", f"{text} {thing}"


def reading(random: Random) -> tuple[str, str]:
    """What is asked, and the answer."""
    return random.choice([repeat, find_columns, find_columns, look_up, describe, copy_text, copy_text])(random)
