"""The four tasks as chats: what is asked, as the model's prompt asks it, and the answer.

Most of what is read is the prompt, so two or three questions are asked of one list of columns or of the same tables.
"""

import re
from collections import Counter
from collections.abc import Callable
from random import Random

from texts.chemistry import chemistry
from texts.columns import schema
from texts.editing import editing
from texts.honeycomb import honeycomb
from texts.reading import reading
from texts.sql import database
from texts.sql_questions import sql

Turn = tuple[str, str]
Example = list[Turn]
COLUMNS_MAX, CLOSE_MAX = 16, 8
# Words that speak of a duration without its name.
OF_TIME = ["slow", "fast", "latency", "time", "long"]


def chat(turns: list[Turn]) -> Example:
    """In ChatML. A prompt ends where the model answers, and begins where it ended before."""
    return [(("\n" if index else "") + f"<|im_start|>user\n{asked}<|im_end|>\n<|im_start|>assistant\n", answer) for index, (asked, answer) in enumerate(turns)]


def how_many(random: Random, held_out: bool) -> int:
    return 1 if held_out else random.choice([1, 2, 3, 3])


def honeycomb_example(random: Random, held_out: bool) -> Example:
    columns = schema(random, held_out)
    turns = []
    for index in range(how_many(random, held_out)):
        inputs, query = honeycomb(random, held_out, columns)
        close, others = keyed(inputs["nlq"], inputs["cols"])
        listed = ",".join(close if index else [*close, *others][:COLUMNS_MAX])
        turns.append((f"Question: {inputs['nlq']}\nSeconds: {inputs['seconds']}\nColumns: {listed}", query))
    return chat(turns)


def keyed(question: str, columns: list[str]) -> tuple[list[str], list[str]]:
    """Eight columns at most that share words with the question, behind those words, the closest first; and the others."""
    asked = " " + re.sub(r"[._=?,-]", " ", question.lower())
    asked += " duration" if any(f" {word}" in asked for word in OF_TIME) else ""
    parts = {column: [part for part in re.split(r"[._-]", column.lower()) if len(part) > 2] for column in columns}
    having = Counter(part for of in parts.values() for part in of)
    shared = {column: [part for part in of if f" {part}" in asked] for column, of in parts.items()}
    closeness = lambda column: (len(shared[column]) > 1) + any(having[part] == 1 for part in shared[column]) + (shared[column] == parts[column])  # noqa: E731
    close = sorted((column for column in columns if shared[column]), key=closeness, reverse=True)
    return [f'{" ".join(shared[column])}="{column}"' for column in close[:CLOSE_MAX]], [f'"{column}"' for column in columns if not shared[column]]


def sql_example(random: Random, held_out: bool) -> Example:
    tables = database(random, held_out)
    turns = []
    for index in range(how_many(random, held_out)):
        inputs, query, _ = sql(random, held_out, tables)
        turns.append((f"Question: {inputs['question']}" + ("" if index else f"\nTables:\n{inputs['tables']}"), query))
    return chat(turns)


def chemistry_example(random: Random, held_out: bool) -> Example:
    inputs, rows = chemistry(random, held_out)
    return chat([(f"Find: {', '.join(inputs['properties'])}\nText: {inputs['paragraph']}", rows)])


def editing_example(random: Random, held_out: bool) -> Example:
    inputs, edits = editing(random, held_out)
    return chat([(f"Edit: {inputs['article']}", edits)])


def reading_example(random: Random, _held_out: bool) -> Example:
    return chat([reading(random)])


TASKS: dict[str, Callable[[Random, bool], Example]] = {
    "honeycomb-nlq": honeycomb_example,
    "text-to-sql": sql_example,
    "chemical-properties": chemistry_example,
    "inclusive-edit": editing_example,
}
