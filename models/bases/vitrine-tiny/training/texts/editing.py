"""Short articles with words that leave people out, and the edits that put others in their place."""

import json
import re
from dataclasses import dataclass
from random import Random

from .frames import PASTS, TASKS, TRADES, frame_of, strange
from .wordings import CONDITIONS, GROUPS, ILLNESSES, NOUNS, PEOPLE, entries, many
from .words import FIRST_NAMES, LAST_NAMES, PLACES, THINGS, draw, invented, one_in, plural

NOUN, PRONOUN = "\0", "\1"
# Speaking of men, of women, and of anybody.
PRONOUNS = {"his": ("his", "her", "their"), "he": ("he", "she", "they"), "he_has": ("he has", "she has", "they have")}


@dataclass(frozen=True)
class Change:
    """Of the words `old`, that begin at the letter `start`."""
    start: int
    old: str
    new: str
    why: str


def sentence(random: Random, held_out: bool) -> tuple[str, list[Change]]:
    """As it was written, and what should be changed, in its order."""
    fill = filling(random, held_out)
    kind = random.choice(["plain", "plain", "plain", "strange", "generic", "one", "one", "several", "group", "noun", "condition"])
    if kind == "strange":
        return strange(random, held_out), []
    frame = frame_of(random, kind, held_out)
    if kind == "plain":
        return frame.format(**fill), []
    if kind == "generic":
        return generic(random, frame, fill)
    if kind in ("one", "several"):
        old, new, why = random.choice(entries(PEOPLE))
        old, new = (many(old), many(new)) if kind == "several" else (old, new)
        return marked(frame, fill, {NOUN: (old, new, why)})
    old, new, why = random.choice(entries({"group": GROUPS, "noun": NOUNS, "condition": CONDITIONS}[kind]))
    if kind == "condition" and not old.endswith(("wheelchair", "bound")):
        frame = frame.replace("{x}", "{x} " + random.choice(ILLNESSES))
    if "@" in old:
        determiner = random.choice(["a", "the", "our", "one"])
        frame = frame.replace("{x}", determiner + " {x}").replace("{X}", determiner.capitalize() + " {x}")
        old, new = old.removeprefix("@ "), new.removeprefix("@ ")
    return marked(frame, fill, {NOUN: (old, new, why)})


def filling(random: Random, held_out: bool) -> dict[str, str | int]:
    """What stands in the places of a frame. None of it is “hers”: behind a trade there would be two right answers."""
    noun = lambda: invented(random) if one_in(random, 4) else draw(random, THINGS, held_out)  # noqa: E731
    fill = {
        "t": f"{random.choice(['the', 'the', 'a new', 'our'])} {noun()}", "ts": plural(noun()), "d": noun(), "o": noun(), "v": invented(random).capitalize(),
        "F": draw(random, FIRST_NAMES, held_out), "l": draw(random, LAST_NAMES, held_out), "w": draw(random, PLACES, held_out), "n": random.randint(2, 90), "y": random.randint(1890, 2026),
    }
    return {**fill, "k": random.choice(TASKS).format(**fill), "p": random.choice(PASTS).format(**fill)}


def generic(random: Random, frame: str, fill: dict) -> tuple[str, list[Change]]:
    """Of anybody in a trade, with “his” or “her”."""
    old, new, why = random.choice(entries(PEOPLE))
    if one_in(random, 3):
        old = new = random.choice(TRADES)
    is_woman = "women" in why and old != new or one_in(random, 5)
    of_men, of_women, of_all = next(words for name, words in PRONOUNS.items() if f"{{{name}}}" in frame)
    pronoun = (of_women if is_woman else of_men, of_all, f"speaks of {'women' if is_woman else 'men'} only")
    return marked(frame, fill, {NOUN: (old, new, why), PRONOUN: pronoun})


def marked(frame: str, fill: dict, changes: dict[str, tuple[str, str, str]]) -> tuple[str, list[Change]]:
    """The frame as it is written, with its changes. “a” before the words becomes “an” where it must, and a pronoun is changed with the word before it, by which it is found again."""
    capital = "{X}" in frame or "{Xs}" in frame
    text = frame.format(**fill, x=NOUN, xs=NOUN, X=NOUN, Xs=NOUN, **dict.fromkeys(PRONOUNS, PRONOUN))
    written, made = "", []
    for piece in re.split("([\0\1])", text):
        if piece not in changes:
            written += piece
            continue
        old, new, why = changes[piece]
        if capital and not written:
            old, new = old[0].upper() + old[1:], new[0].upper() + new[1:]
        kept = written
        if article := re.search(r"\b([Aa]) $", written):
            kept = written[: article.start()]
            old, new = (f"{article[1]}{'n' if words[0] in 'aeiou' else ''} {words}" for words in (old, new))
            if old.split(" ")[0] == new.split(" ")[0]:
                kept += old.split(" ")[0] + " "
                old, new = old.split(" ", 1)[1], new.split(" ", 1)[1]
        if piece == PRONOUN:
            kept, before = written[: written.rstrip().rindex(" ") + 1], written[written.rstrip().rindex(" ") + 1 :]
            old, new = before + old, before + new
        if old != new:
            made.append(Change(len(kept), old, new, why))
        written = kept + old
    return written, made


def is_clear(text: str, changes: list[Change]) -> bool:
    """Whether the words of each change stand nowhere but where they are to be changed into the same."""
    return all(
        any(other.start == found.start() and other.new == change.new for other in changes)
        for change in changes for found in re.finditer(rf"(?<!\w){re.escape(change.old)}(?!\w)", text)
    )


def editing(random: Random, held_out: bool) -> tuple[dict, str]:
    """The inputs (article) and the edits as JSON, in their order."""
    while True:
        joint = random.choice(["\n", "\n\n"]) if one_in(random, 10) else " "
        text, changes = "", []
        for _ in range(random.choice([1, 2, 2, 3, 3, 4, 5, 7])):
            written, found = sentence(random, held_out)
            text += joint if text else ""
            changes += [Change(len(text) + each.start, each.old, each.new, each.why) for each in found]
            text += written
        if is_clear(text, changes):
            break
    edits = [{"find": change.old, "replace": change.new, "reason": change.why} for change in changes]
    return {"article": text}, json.dumps(edits, separators=(",", ":"), ensure_ascii=False)
