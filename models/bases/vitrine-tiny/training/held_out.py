"""Writes each model's held-out set: names, phrasings and values that no training has seen, with the answers."""

import argparse
import json
import sqlite3
from pathlib import Path
from random import Random

from texts.chemistry import chemistry
from texts.editing import editing
from texts.honeycomb import honeycomb
from texts.sql import Field, Table, number, quoted
from texts.sql_questions import sql

ROWS = 100
SEED = "second held-out set"


def honeycomb_row(random: Random) -> dict:
    inputs, query = honeycomb(random, True)
    return {"input": {"nlq": inputs["nlq"], "cols": inputs["cols"]}, "expected": query}


def chemistry_row(random: Random) -> dict:
    inputs, rows = chemistry(random, True)
    return {"input": {"paragraph": inputs["paragraph"], "properties": inputs["properties"]}, "expected": rows}


def editing_row(random: Random) -> dict:
    inputs, edit = editing(random, True)
    return {"input": inputs, "expected": edit}


def cell(random: Random, field: Field, row: int) -> str:
    if field.kind == "id":
        return str(row)
    if field.kind == "key":
        return str(random.randint(1, 6))
    if field.kind == "flag":
        return str(random.randint(0, 1))
    if random.randrange(8) == 0:
        return "NULL"
    return number(random, True) if field.kind == "measure" else quoted(random.choice(field.values))


def sample_data(random: Random, tables: list[Table]) -> str:
    """SQLite statements that make the tables, with nine rows each."""
    made = []
    for table in tables:
        names = ", ".join(field.name for field in table.fields)
        rows = ", ".join(f"({', '.join(cell(random, field, row) for field in table.fields)})" for row in range(1, 10))
        made.append(f"CREATE TABLE {table.name}({names}); INSERT INTO {table.name} VALUES {rows};")
    return " ".join(made)


def sql_row(random: Random) -> dict:
    """With tables on which the query has an answer to compare."""
    while True:
        inputs, query, tables = sql(random, True)
        data = sample_data(random, tables)
        database = sqlite3.connect(":memory:")
        database.executescript(data)
        if database.execute(query).fetchall():
            return {"input": inputs, "expected": query, "sampleData": data}


ROW_OF = {"honeycomb-nlq": honeycomb_row, "text-to-sql": sql_row, "chemical-properties": chemistry_row, "inclusive-edit": editing_row}


def main() -> None:
    options = argparse.ArgumentParser()
    options.add_argument("--models", type=Path, default=Path(__file__).parents[3])
    given = options.parse_args()
    for model, row in ROW_OF.items():
        rows = [row(Random(f"{SEED}/{model}/{index}")) for index in range(ROWS)]
        text = "".join(json.dumps(each, ensure_ascii=False) + "\n" for each in rows)
        (given.models / model / "held-out.jsonl").write_text(text)


if __name__ == "__main__":
    main()
