"""Phrases to choose from. In a list with a bar, those behind it are for the held-out set alone."""

from random import Random

from .words import one_in

BAR = "|"


def pick(random: Random, phrases: list[str], held_out: bool) -> str:
    """One of the phrases; every second one of the held-out set is from behind the bar."""
    bar = phrases.index(BAR) if BAR in phrases else len(phrases)
    kept = phrases[bar + 1 :]
    return random.choice(kept if held_out and kept and one_in(random, 2) else phrases[:bar])
