"""The four tasks, each with its inputs, the prompt that a model reads, and the answer."""

import re
from collections.abc import Callable
from random import Random

from texts.chemistry import chemistry
from texts.editing import editing
from texts.honeycomb import honeycomb
from texts.reading import reading
from texts.sql_questions import sql

Example = tuple[str, str]
COLUMNS_MAX = 24


def user(text: str) -> str:
    """One turn of a chat in ChatML, up to where the model answers."""
    return f"<|im_start|>user\n{text}<|im_end|>\n<|im_start|>assistant\n"


def honeycomb_example(random: Random, held_out: bool) -> Example:
    inputs, query = honeycomb(random, held_out)
    listed = ",".join(f'"{column}"' for column in closest_first(inputs["nlq"], inputs["cols"]))
    return user(f"Question: {inputs['nlq']}\nSeconds: {inputs['seconds']}\nColumns: {listed}"), query


def closest_first(question: str, columns: list[str]) -> list[str]:
    """At most twenty-four columns, those first of which a part stands in the question."""
    asked = question.lower().replace("?", "").replace(",", "")
    close = [column for column in columns if any(len(part) > 2 and part in asked for part in re.split(r"[._-]", column.lower()))]
    return list(dict.fromkeys([*close, *columns]))[:COLUMNS_MAX]


def sql_example(random: Random, held_out: bool) -> Example:
    inputs, query, _ = sql(random, held_out)
    return user(f"Question: {inputs['question']}\nTables:\n{inputs['tables']}"), query


def chemistry_example(random: Random, held_out: bool) -> Example:
    inputs, rows = chemistry(random, held_out)
    return user(f"Find: {', '.join(inputs['properties'])}\nText: {inputs['paragraph']}"), rows


def editing_example(random: Random, held_out: bool) -> Example:
    inputs, edit = editing(random, held_out)
    return user(f"Edit: {inputs['article']}"), edit


def reading_example(random: Random, held_out: bool) -> Example:
    asked, answer = reading(random)
    return user(asked), answer


TASKS: dict[str, Callable[[Random, bool], Example]] = {
    "honeycomb-nlq": honeycomb_example,
    "text-to-sql": sql_example,
    "chemical-properties": chemistry_example,
    "inclusive-edit": editing_example,
}
