"""Phrases to choose from. In a list with a bar, those behind it are for the held-out set alone."""

import re
from random import Random

from .words import one_in

BAR = "|"

# Words that mean the same in a question. Which of them it has must not matter.
SAME = [
    ["show", "list", "give me", "display", "find", "get", "tell me", "report", "print", "fetch", "look up", "view", "return", "present"],
    ["number of", "count of", "how many", "total number of"],
    ["average", "mean"],
    ["highest", "largest", "maximum", "biggest", "greatest", "top"],
    ["lowest", "smallest", "minimum", "least"],
    ["total", "sum of", "overall", "combined"],
    ["above", "over", "greater than", "more than", "higher than", "larger than", "beyond", "bigger than", "exceeding"],
    ["below", "under", "less than", "lower than", "smaller than", "fewer than"],
    ["contains", "includes", "mentions", "contains the text", "includes the word"],
    ["occurs", "is found", "can be seen", "appears"],
    ["is at most", "is no more than", "does not exceed"],
    ["is at least", "is no less than", "reaches at least"],
    ["equal to", "equalling", "that is"],
    ["is missing", "is absent", "is not there"],
    ["per", "by", "for each", "for every", "in each", "grouped by", "by each"],
    ["is not", "isn't", "is different from", "is other than"],
    ["where", "for which", "when", "such that"],
    ["with", "having", "that have"],
    ["unique", "distinct", "different"],
    ["in the last", "over the last", "in the past", "during the last", "within the past", "for the last"],
]
LIGHT = {"the", "a", "there", "are", "do", "we", "is", "all", "were", "what", "out"}
POLITE = ["please", "I want to know", "could you tell me", "can you find", "I would like to see", "we need", "let us see", "now", "just", "what I need is", "help me find", "quickly", "today I need"]


def pick(random: Random, phrases: list[str], held_out: bool) -> str:
    """One of the phrases; every second one of the held-out set is from behind the bar."""
    bar = phrases.index(BAR) if BAR in phrases else len(phrases)
    kept = phrases[bar + 1 :]
    return random.choice(kept if held_out and kept and one_in(random, 2) else phrases[:bar])


def reworded(random: Random, phrases: list[str], held_out: bool) -> str:
    """One of the phrases; to train on, two of three in other words, that are none of the held-out ones."""
    phrase = pick(random, phrases, held_out)
    if held_out or one_in(random, 3):
        return phrase
    kept = {other.lower() for other in phrases[phrases.index(BAR) + 1 :]} if BAR in phrases else set()
    other = in_other_words(random, phrase)
    return phrase if other.lower() in kept else other


def in_other_words(random: Random, phrase: str) -> str:
    other = phrase
    for group in SAME:
        words = "|".join(re.escape(word) for word in sorted(group, key=len, reverse=True))
        if one_in(random, 2):
            other = re.sub(rf"(?<![{{\w])(?:{words})(?![}}\w])", random.choice(group), other, count=1, flags=re.IGNORECASE)
    kept = [word for word in other.split(" ") if word.lower() not in LIGHT or not one_in(random, 3)]
    other = " ".join(kept) or other
    if phrase[0].isupper() or phrase.startswith("{C}"):
        if one_in(random, 6):
            return f"{random.choice(POLITE)} {other[0].lower() if other[1:2].islower() else other[0]}{other[1:]}"
        return other[0].upper() + other[1:]
    return other
