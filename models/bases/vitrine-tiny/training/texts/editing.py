"""Short articles with words that leave people out, and the same without them."""

import json
from random import Random

from .phrases import BAR, pick
from .words import FIRST_NAMES, LAST_NAMES, PLACES, THINGS, draw, invented, one_in, plural

# What is written, what stands in its place, and why.
PEOPLE = """
chairman>chair>names men only
spokesman>spokesperson>names men only
salesman>salesperson>names men only
policeman>police officer>names men only
fireman>firefighter>names men only
mailman>mail carrier>names men only
foreman>supervisor>names men only
cameraman>camera operator>names men only
businessman>business owner>names men only
craftsman>craftsperson>names men only
handyman>repairer>names men only
repairman>repairer>names men only
congressman>member of congress>names men only
layman>layperson>names men only
middleman>intermediary>names men only
workman>worker>names men only
doorman>doorkeeper>names men only
fisherman>fisher>names men only
stewardess>flight attendant>names women only
waitress>server>names women only
actress>actor>names women only
housewife>homemaker>names women only
cleaning lady>cleaner>names women only
male nurse>nurse>takes one gender for the rule
female doctor>doctor>takes one gender for the rule
lady lawyer>lawyer>takes one gender for the rule
"""
PLURALS = {"housewife": "housewives", "stewardess": "stewardesses", "waitress": "waitresses", "actress": "actresses", "cleaning lady": "cleaning ladies", "intermediary": "intermediaries", "salesperson": "salespeople", "spokesperson": "spokespeople", "craftsperson": "craftspeople", "layperson": "laypeople", "member of congress": "members of congress"}
GROUPS = """
the elderly>older people>makes a group of one trait
the disabled>disabled people>makes a group of one trait
the blind>blind people>makes a group of one trait
the deaf>deaf people>makes a group of one trait
the homeless>people without a home>makes a group of one trait
the poor>people with low incomes>makes a group of one trait
the mentally ill>people with a mental illness>makes a group of one trait
the handicapped>disabled people>makes a group of one trait
illegal immigrants>undocumented immigrants>calls people illegal
foreigners>people from abroad>sets people apart
senior citizens>older people>makes a group of one trait
"""
NOUNS = """
mankind>humankind>leaves out half of it
manpower>staff>leaves out women
man-made materials>artificial materials>leaves out women
manned flights>crewed flights>leaves out women
@ blacklist>@ blocklist>ties black to bad
@ whitelist>@ allowlist>ties white to good
@ crazy idea>@ surprising idea>makes light of illness
@ insane price>@ extreme price>makes light of illness
@ lame excuse>@ poor excuse>makes light of disability
the guys>everyone>names men only
the guys from the workshop>the people from the workshop>names men only
the girls from the office>the office staff>makes adults small
forefathers>ancestors>leaves out women
@ gentlemen's agreement>@ unwritten agreement>leaves out women
man-hours>working hours>leaves out women
@ grandfathered contract>@ exempted contract>comes from laws against Black voters
@ sanity check>@ quick check>makes light of illness
master and slave>primary and replica>makes light of slavery
@ dummy value>@ placeholder value>makes light of disability
"""
CONDITIONS = """
suffers from>has>takes suffering for granted
is confined to a wheelchair>uses a wheelchair>tells of a limit where there is a tool
is wheelchair-bound>uses a wheelchair>tells of a limit where there is a tool
is a victim of>has>takes suffering for granted
is afflicted with>has>takes suffering for granted
"""
ILLNESSES = "asthma diabetes epilepsy dyslexia migraine arthritis deafness anxiety".split()


def entries(text: str) -> list[tuple[str, str, str]]:
    return [tuple(line.split(">")) for line in text.strip().splitlines()]


def many(noun: str) -> str:
    return PLURALS.get(noun) or (noun[:-3] + "men" if noun.endswith("man") else plural(noun))


def reason(word: str, why: str) -> str:
    return f"“{word}” {why}"


TASKS = ["check {t} before noon", "write a report about {t}", "bring {t} to the {d}", "close {t} at six", "count {t} twice", "look after {t}", "clean {t} every week", "read about {t}", "pay for {t}", "repair {t} in time"]
PASTS = ["checked {t}", "wrote about {t}", "opened {t}", "asked for {t}", "praised {t}", "paid for {t}", "talked about {t}", "waited for {t}", "closed {t}", "described {t}"]
PLAIN = [
    "The {d} opens at {n}.", "{F} {l} {p} in {w}.", "Nobody knows when {t} will be ready.", "The {d} in {w} has {n} rooms.", "Last week {F} {p}.", "It rained for {n} days.", "Readers find {t} beside the {d}.", "The {d} was built in {y}.",
    "We met {F} at the {d}.", "There were {n} {ts} on the table.", "{F} said that {t} had arrived.", "The price of {t} rose in {y}.", "Mr {l} {p} and thanked his neighbours.", "Ms {l} kept her notes about {t}.", "A {d} needs more than {n} {ts}.",
    "{F} forgot his keys at the {d}.", "{F} sold her share of the {d}.", "All tickets for the {d} are gone.", "The council of {w} {p}.", "In {y} the {d} moved to {w}.", BAR, "Some people call it {v}.", "The street beside the {d} is called {v}.", 'The sign says "{v}".', '{F} calls it "{t}".',
]
GENERIC = ["Every {x} brought {his} {o}.", "A {x} must write {his} {o} at once.", "Every {x} brought {his} {o}, and {F} {p}.", "The {x} of today chooses {his} {o}.", "Every {x} must {k} and bring {his} {o}.", "A {x} should know {his} {o}.", "Each {x} has {his} own {o}.", "If a {x} is late, {he} must {k}.", BAR, "Any {x} who loses {his} {o} has to {k}.", "A good {x} knows when {he} has to {k}."]
ONE = ["The {x} {p}.", "A {x} from {w} {p}.", "{F} works as a {x} in {w}.", "The {x} and {F} {p}.", "We asked the {x} about {t}.", "In {y} a {x} {p}.", "The {d} is looking for a {x}.", BAR, "A {x} has to {k}."]
SEVERAL = ["The {xs} {p}.", "Many {xs} {p} in {w}.", "{F} wants more {xs}.", "About {n} {xs} {p}.", "{Xs} often {p}.", BAR, "The {d} has {n} {xs}."]
OF_GROUP = ["The {d} is open to {x}.", "{X} {p}.", "We must help {x} to {k}.", "A bus takes {x} to the {d}.", "{F} reads to {x} in {w}.", BAR, "The {d} has seats for {x}."]
OF_NOUN = ["{X} always needed {t}.", "{F} {p}, and {x} came too.", "The {d} is a gift to {x}.", "{F} spoke about {x} in {w}.", "It was {x} that {p}.", "They {p} and talked of {x}.", "The {d} needs {x}.", BAR, "In {y} we learned about {x}."]
OF_CONDITION = ["{F} {x}.", "A friend of {F} {x}.", "The owner of the {d} {x}.", BAR, "My neighbour in {w} {x}."]


def strange(random: Random, held_out: bool) -> str:
    """Words in no order, which can be copied but not guessed."""
    words = [invented(random) if one_in(random, 3) else draw(random, THINGS, held_out) for _ in range(random.randint(3, 9))]
    return f"{' '.join(words).capitalize()}{random.choice(['.', '.', '?', '!'])}"


def sentence(random: Random, held_out: bool) -> tuple[str, str, list[str]]:
    """As it was written, as it should be, and why it was changed."""
    noun = lambda: invented(random) if one_in(random, 4) else draw(random, THINGS, held_out)  # noqa: E731
    thing, person = noun(), draw(random, FIRST_NAMES, held_out)
    fill = {"t": f"{random.choice(['the', 'the', 'a new', 'her', 'our'])} {thing}", "ts": plural(noun()), "d": noun(), "o": noun(), "F": person, "l": draw(random, LAST_NAMES, held_out), "w": draw(random, PLACES, held_out), "n": random.randint(2, 90), "y": random.randint(1890, 2026), "v": invented(random).capitalize()}
    fill["k"], fill["p"] = random.choice(TASKS).format(**fill), random.choice(PASTS).format(**fill)
    kind = random.choice(["plain", "plain", "plain", "strange", "generic", "one", "one", "several", "group", "noun", "condition"])
    if kind == "plain":
        text = pick(random, PLAIN, held_out).format(**fill)
        return text, text, []
    if kind == "strange":
        text = strange(random, held_out)
        return text, text, []
    if kind in ("generic", "one", "several"):
        old, new, why = random.choice(entries(PEOPLE))
        if kind == "several":
            old, new = many(old), many(new)
            frame = pick(random, SEVERAL, held_out)
            return frame.format(**fill, xs=old, Xs=old.capitalize()), frame.format(**fill, xs=new, Xs=new.capitalize()), [reason(old, why)]
        if kind == "one":
            frame = pick(random, ONE, held_out)
            return with_article(frame.format(**fill, x=old)), with_article(frame.format(**fill, x=new)), [reason(old, why)]
        if one_in(random, 3):
            old = new = random.choice(["driver", "teacher", "nurse", "doctor", "manager", "student", "writer", "visitor", "member", "lawyer"])
        frame = pick(random, GENERIC, held_out)
        gender = ("her", "she") if "women" in why and old != new or one_in(random, 5) else ("his", "he")
        words = [gender[0] if "{his}" in frame else gender[1]]
        before = with_article(frame.format(**fill, x=old, his=gender[0], he=gender[1]))
        after = with_article(frame.format(**fill, x=new, his="their", he="they").replace("they has", "they have"))
        pronoun = reason(words[0], f"speaks of {'women' if gender[0] == 'her' else 'men'} only")
        return before, after, [*([reason(old, why)] if old != new else []), pronoun]
    frames = {"group": (OF_GROUP, GROUPS), "noun": (OF_NOUN, NOUNS), "condition": (OF_CONDITION, CONDITIONS)}[kind]
    old, new, why = random.choice(entries(frames[1]))
    determiner = random.choice(["a", "the", "our", "one"])
    old, new = determined(old, determiner), determined(new, determiner)
    if kind == "condition" and not old.endswith(("wheelchair", "bound")):
        illness = random.choice(ILLNESSES)
        shown, old, new = old, f"{old} {illness}", f"{new} {illness}"
    else:
        shown = old
    shown = shown.removeprefix(determiner + " ").removeprefix("an ") if kind == "noun" else shown
    frame = pick(random, frames[0], held_out)
    return frame.format(**fill, x=old, X=old[0].upper() + old[1:]), frame.format(**fill, x=new, X=new[0].upper() + new[1:]), [reason(shown, why)]


def determined(words: str, determiner: str) -> str:
    """With the determiner where the list has a mark for one."""
    return words.replace("@", "an" if determiner == "a" and words.removeprefix("@ ")[0] in "aeiou" else determiner)


def with_article(text: str) -> str:
    """“a actor” is “an actor”."""
    for word in ("actor", "intermediary"):
        text = text.replace(f" a {word}", f" an {word}").replace(f"A {word}", f"An {word}")
    return text.replace(" a actress", " an actress").replace("A actress", "An actress")


def editing(random: Random, held_out: bool) -> tuple[dict, str]:
    """The inputs (article) and the edit as JSON."""
    made = [sentence(random, held_out) for _ in range(random.choice([1, 2, 2, 3, 3, 4, 5, 7]))]
    reasons = list(dict.fromkeys(why for _, _, whys in made for why in whys))
    joint = random.choice(["\n", "\n\n"]) if one_in(random, 10) else " "
    edit = {"reasons": reasons, "text": joint.join(new for _, new, _ in made)}
    return {"article": joint.join(old for old, _, _ in made)}, json.dumps(edit, separators=(",", ":"), ensure_ascii=False)
