"""Frames of sentences in which the words stand that leave people out.

Of a few frames a model would learn the frames and not the words, so most of those to train on are put together.
"""

from random import Random

from .phrases import BAR, pick
from .words import THINGS, draw, invented, one_in

TASKS = ["check {t} before noon", "write a report about {t}", "bring {t} to the {d}", "close {t} at six", "count {t} twice", "look after {t}", "clean {t} every week", "read about {t}", "pay for {t}", "repair {t} in time"]
PASTS = ["checked {t}", "wrote about {t}", "opened {t}", "asked for {t}", "praised {t}", "paid for {t}", "talked about {t}", "waited for {t}", "closed {t}", "described {t}"]
PLAIN = [
    "The {d} opens at {n}.", "{F} {l} {p} in {w}.", "Nobody knows when {t} will be ready.", "The {d} in {w} has {n} rooms.", "Last week {F} {p}.", "It rained for {n} days.", "Readers find {t} beside the {d}.", "The {d} was built in {y}.",
    "We met {F} at the {d}.", "There were {n} {ts} on the table.", "{F} said that {t} had arrived.", "The price of {t} rose in {y}.", "Mr {l} {p} and thanked his neighbours.", "Ms {l} kept her notes about {t}.", "A {d} needs more than {n} {ts}.",
    "{F} forgot his keys at the {d}.", "{F} sold her share of the {d}.", "All tickets for the {d} are gone.", "The council of {w} {p}.", "In {y} the {d} moved to {w}.", BAR, "Some people call it {v}.", "The street beside the {d} is called {v}.", 'The sign says "{v}".', '{F} calls it "{t}".',
]
GENERIC = ["Every {x} brought {his} {o}.", "A {x} must write {his} {o} at once.", "Every {x} brought {his} {o}, and {F} {p}.", "The {x} of today chooses {his} {o}.", "Every {x} must {k} and bring {his} {o}.", "A {x} should know {his} {o}.", "Each {x} has {his} own {o}.", "If a {x} is late, {he} must {k}.", "Any {x} who loses {his} {o} has to {k}.", BAR, "No {x} came without {his} {o}.", "A good {x} knows when {he_has} to {k}.", "Whoever hires a {x} asks for {his} {o}."]
ONE = ["The {x} {p}.", "A {x} from {w} {p}.", "{F} works as a {x} in {w}.", "The {x} and {F} {p}.", "We asked the {x} about {t}.", "In {y} a {x} {p}.", "The {d} is looking for a {x}.", BAR, "A {x} has to {k}."]
SEVERAL = ["The {xs} {p}.", "Many {xs} {p} in {w}.", "{F} wants more {xs}.", "About {n} {xs} {p}.", "{Xs} often {p}.", BAR, "The {d} has {n} {xs}."]
OF_GROUP = ["The {d} is open to {x}.", "{X} {p}.", "We must help {x} to {k}.", "A bus takes {x} to the {d}.", "{F} reads to {x} in {w}.", BAR, "The {d} has seats for {x}."]
OF_NOUN = ["{X} always needed {t}.", "{F} {p}, and {x} came too.", "The {d} is a gift to {x}.", "{F} spoke about {x} in {w}.", "It was {x} that {p}.", "They {p} and talked of {x}.", "The {d} needs {x}.", BAR, "In {y} we learned about {x}."]
OF_CONDITION = ["{F} {x}.", "A friend of {F} {x}.", "The owner of the {d} {x}.", BAR, "My neighbour in {w} {x}."]
LISTS = {"plain": PLAIN, "generic": GENERIC, "one": ONE, "several": SEVERAL, "group": OF_GROUP, "noun": OF_NOUN, "condition": OF_CONDITION}

SUBJECTS = ["{F}", "{F}", "{F} {l}", "Mr {l}", "Ms {l}", "The {d}", "The old {d}", "We", "They", "Nobody", "Our {d}", "A {d} in {w}", "In {y} {F}", "Last week {F}", "My friend {F}", "Some {ts}", "All {ts}", "Her {d}", "{F} from {w}", "The people of {w}", "That {d}", "Today {F}", "No {d}", "In {y} we", "In {y} they", "Last week we", "Today our {d}", "On Monday they"]
VERBS = "saw met thanked called asked heard found helped followed left watched painted invited joined visited trusted liked counted passed reached wanted hired sent brought needed knew showed read missed answered forgot".split()
LINKS = ["", "", "", " for", " with", " about", " from", " near", " of", " without", " before", " behind", " to", " like", " instead of", " and"]
TAILS = ["", "", "", " in {w}", " at the {d}", " and {t}", " since {y}", " because of {t}", " with {n} {ts}", " every day", " for {n} days", " near the {d}", " again", " on Monday", " after the {d}", " as planned", " and {p}", " when it rained", " for the {d}"]
ENDS = [".", ".", ".", ".", "!", "?", ", said {F}."]
BEFORE = ["in {y}", "last week", "as {F} said", "after {n} days", "near the {d}", "without {t}", "for {n} years", "to the joy of {F}", "{subject} {verb} {t} and", "{subject} {verb} {t}, but", "{subject} {verb} {t} because", "{subject} {verb} {t} while", "when {subject} {verb} {t},", "{subject} {verb} that", "it is said that", "{F} believes that"]
BEFORE_ONE = ["a {x}", "a {x}", "the {x}", "the {x}", "our {x}", "one {x}", "this {x}", "another {x}", "no {x}", "a young {x}", "the first {x}"]
BEFORE_SEVERAL = ["{xs}", "the {xs}", "many {xs}", "some {xs}", "{n} {xs}", "our {xs}", "these {xs}", "few {xs}", "young {xs}"]
OF_ANYBODY = ["Every", "Every", "A", "A", "Any", "Each", "A good", "No", "The ideal", "The average", "One", "Such a", "Not every"]
DOES = "brings takes keeps shows loses checks sells cleans forgets opens counts leaves paints needs uses knows pays wears finds closes carries reads makes plans moves drives".split()
MODALS = ["must", "should", "can", "may", "will", "has to", "never can", "wants to"]
# For the held-out set somebody in a trade “has to” do something of no one's.
MODALS_KNOWN = [modal for modal in MODALS if modal != "has to"]
TRADES = ["driver", "teacher", "nurse", "doctor", "manager", "student", "writer", "visitor", "member", "lawyer"]
DO = "bring take keep show lose check sell clean forget open count leave paint need use know wear find close carry read make plan move drive".split()


def frame_of(random: Random, kind: str, held_out: bool) -> str:
    """One of the list, or, to train on, mostly one that is put together."""
    if held_out or one_in(random, 3):
        return pick(random, LISTS[kind], held_out)
    made = put_together(random, kind)
    if one_in(random, 4):
        made = f"{before(random)} {inside(made)}"
    return made.replace("{x", "{X", 1) if made.startswith("{x") else made[0].upper() + made[1:]


def before(random: Random) -> str:
    """How a sentence may begin that goes on with another."""
    return random.choice(BEFORE).replace("{subject}", inside(random.choice(SUBJECTS))).replace("{verb}", random.choice(VERBS))


def inside(text: str) -> str:
    """As it stands within a sentence."""
    return text if text.startswith(("{", "Mr ", "Ms ")) else text[0].lower() + text[1:]


def put_together(random: Random, kind: str) -> str:
    subject, verb, tail, end = random.choice(SUBJECTS), random.choice(VERBS), random.choice(TAILS), random.choice(ENDS)
    if kind == "plain":
        named = random.choice(["{F}", "{F} {l}", "Mr {l}", "Ms {l}", "My friend {F}"])
        own = f"{named} {random.choice(DOES)} {random.choice(['his', 'her'])} {{o}}{tail}{end}"
        must = f"{named} knows when {random.choice(['he has to', 'she has to', 'she must'])} {{k}}{end}"
        anybody = f"{random.choice(OF_ANYBODY)} {random.choice(TRADES)} {random.choice(MODALS)} {{k}}{end}"
        return random.choice([f"{subject} {verb}{random.choice(LINKS)} {{t}}{tail}{end}", own, must, anybody])
    if kind == "generic":
        anybody = f"{random.choice(OF_ANYBODY)} {{x}}"
        owned = f"{{his}} {random.choice(['', '', 'own ', 'new ', 'first '])}{{o}}"
        ways = [
            f"{anybody} {random.choice(DOES)} {owned}", f"{anybody} {random.choice(MODALS)} {random.choice(DO)} {owned}", f"{anybody} {verb}{random.choice(LINKS)} {owned}",
            *[f"{random.choice(['Anyone who', 'Nobody who', 'Somebody who', 'Those who', 'The one who', 'Who', 'A town that'])} {random.choice(DOES)} {random.choice(['a', 'a', 'any', 'the'])} {{x}} {random.choice(DOES)}{random.choice(LINKS)} {owned}"] * 2,
            f"{anybody} who {random.choice(DOES)} {owned} {random.choice(MODALS)} {{k}}", f"{anybody} {random.choice(DOES)} {{t}} when {{he_has}} to {{k}}",
            f"{anybody} {random.choice(DOES)} {{t}} before {{he}} {random.choice(MODALS[:5])} {{k}}", f"if {anybody[0].lower()}{anybody[1:]} {random.choice(DOES)} {{t}}, {{he}} {random.choice(MODALS[:5])} {{k}}",
        ]
        return random.choice(ways) + tail + end
    if kind == "condition":
        return f"{subject} {{x}}{tail}{end}"
    words = {"one": random.choice(BEFORE_ONE), "several": random.choice(BEFORE_SEVERAL)}.get(kind, "{x}")
    if one_in(random, 3):
        others = loose_words(random, False)
        others.insert(random.randint(0, len(others)), words)
        return " ".join(others) + end
    ways = [f"{words} {verb}{random.choice(LINKS)} {{t}}{tail}{end}", f"{subject} {verb}{random.choice(LINKS)} {words}{tail}{end}"]
    if kind in ("one", "several"):
        ways += [f"{words} {random.choice(MODALS_KNOWN)} {{k}}{tail}{end}"]
    return random.choice(ways)


def loose_words(random: Random, held_out: bool) -> list[str]:
    return [invented(random) if one_in(random, 3) else draw(random, THINGS, held_out) for _ in range(random.randint(3, 9))]


def strange(random: Random, held_out: bool) -> str:
    """Words in no order, which can be copied but not guessed."""
    return f"{' '.join(loose_words(random, held_out)).capitalize()}{random.choice(['.', '.', '?', '!'])}"
