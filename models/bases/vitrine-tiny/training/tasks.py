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
# Words of a column that say what is asked of it, not what it is.
OF_COUNTING = ["count", "percent"]
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
        tiers, others = tiers_of(inputs["nlq"], inputs["cols"])
        close = [f'{" ".join(shared)}="{column}"' for tier in tiers for column, shared in tier][:CLOSE_MAX]
        listed = ",".join(close if index else [*close, *others][:COLUMNS_MAX])
        turns.append((f"Question: {with_columns(inputs['nlq'], inputs['cols'], tiers)}\nSeconds: {inputs['seconds']}\nColumns: {listed}", query))
    return chat(turns)


def tiers_of(question: str, columns: list[str]) -> tuple[list[list[tuple[str, list[str]]]], list[str]]:
    """The columns that share words with the question, each with those words, in four tiers, the closest first; and the others."""
    asked = " " + re.sub(r"[._=?,-]", " ", question.replace("Uuid", " uuid").replace("Id ", " id ").lower())
    asked += " duration" if any(f" {word}" in asked for word in OF_TIME) else ""
    parts = {column: [part for part in re.split(r"[._-]", column.lower()) if (len(part) > 2 or part == "id") and part not in OF_COUNTING] for column in columns}
    having = Counter(part for of in parts.values() for part in of)
    tiers, others = [[], [], [], []], []
    for column in columns:
        shared = [part for part in parts[column] if f" {part}" in asked]
        if shared:
            closeness = (len(shared) > 1) + any(having[part] == 1 for part in shared) + (shared == parts[column])
            tiers[3 - closeness].append((column, shared))
        else:
            others.append(f'"{column}"')
    return tiers, others


def with_columns(question: str, columns: list[str], tiers: list[list[tuple[str, list[str]]]]) -> str:
    """The question with the name of a column behind its name, and behind words that are closer to it than to any other."""
    said, pending = "", ""
    for word in question.split(" "):
        bare = re.sub("[?,'\"]", "", word)
        name = bare if bare in columns else meant(bare.lower(), tiers)
        said += f' ("{pending}")' if pending and pending != name else ""
        said += f" {word}"
        pending = name
    return (said + (f' ("{pending}")' if pending else "")).strip()


def meant(word: str, tiers: list[list[tuple[str, list[str]]]]) -> str:
    """The column that a word means: the only one of the closest tier that has any with this word; none where it might be several."""
    for tier in tiers[:3]:
        found = [column for column, shared in tier if any(word.startswith(part) for part in shared)]
        if found:
            return found[0] if len(found) == 1 else ""
    return ""


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
