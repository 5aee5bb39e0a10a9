"""Paragraphs of chemistry papers with the properties that they state."""

import json
from random import Random

from .phrases import BAR, pick
from .words import draw, half, one_in

KNOWN = """
acetaldehyde acetone acetonitrile acetophenone acridine acrolein adamantane adenine alanine aniline anisole anthracene anthrone
arginine aspirin azobenzene azulene benzaldehyde benzamide benzene benzil benzophenone biphenyl borneol bromobenzene butanone
caffeine camphor carbazole carvone catechol chloroform chlorobenzene chrysene cinnamaldehyde citral cocaine codeine coronene
coumarin cumene cyclohexane cyclohexanol cyclopentane cytosine decalin dextrose diethylamine dioxane diphenylamine dopamine
ephedrine ethanol ethylbenzene eugenol fluoranthene fluorene fructose furan furfural geraniol glucose glycerol glycine guaiacol
guanine heptane hexane hexanol histidine hydroquinone ibuprofen imidazole indene indigo indole iodoform isoprene isoquinoline
lactose leucine limonene linalool lysine maltose mannitol melamine menthol mesitylene methanol methionine morphine morpholine
naphthalene nicotine nitrobenzene nonane norbornane octane octanol paracetamol pentane pentanol perylene phenanthrene phenol
phthalimide pinene piperidine piperine proline pyrazine pyrazole pyrene pyridine pyrimidine pyrrole pyrrolidine quinine quinoline
resorcinol safrole salicin serine sorbitol stilbene styrene sucrose sulfolane tetralin theobromine theophylline thiophene thymine
thymol toluene triazole triethylamine tryptophan tyrosine uracil urea valine vanillin xanthone xylene
""".split()
PREFIXES = "2-methyl 3-nitro 4-chloro 2-bromo 3-hydroxy 4-amino N-methyl 2,4-dinitro 5-fluoro 1,3-dimethyl 4-tert-butyl 3-methoxy 2-ethyl 4-iodo 2,6-dichloro 6-cyano".split()
STEMS = "benz pent hex but prop oct non dec cyclo pyr fur thi ind naphth anthr fluor chrom sal van lin ger men carv cin pip quin mor tol xyl cum".split()
MIDDLES = "a o an en oxa aza el or idin ol amid".split()
ENDINGS = "one ane ene ol al ine ate ide ile ole ether acid amide".split()

UNITS = {
    "melting point": (["°C", "°C", "°C", "K", "°F"], (-120, 400)),
    "boiling point": (["°C", "°C", "°C", "K", "°F"], (-40, 450)),
    "density": (["g/cm3", "g/cm3", "g/cm³", "g/mL", "kg/m3"], (0.6, 3.2)),
    "molar mass": (["g/mol"], (40, 520)),
    "solubility": (["g/L", "g/L", "mg/L", "g/100 mL", "mg/mL"], (0.1, 900)),
    "refractive index": ([""], (1.3, 1.8)),
}
SAID = {
    "melting point": ["{C} melts at {v}.", "The melting point of {c} is {v}.", "{C} has a melting point of {v}.", "A melting point of {v} was measured for {c}.", "For {c}, the melting point was {v}.", "{C} was obtained as crystals with a melting point of {v}.", "{C} fused at {v}, its melting point.", "{C} was found to melt at {v}.", "A value of {v} is given as the melting point of {c}.", "{C} starts to melt at {v}.", "The literature melting point of {c} is {v}.", BAR, "We found {c} to melt at {v}."],
    "boiling point": ["{C} boils at {v}.", "The boiling point of {c} is {v}.", "{C} has a boiling point of {v}.", "A boiling point of {v} was reported for {c}.", "At normal pressure {c} boils at {v}.", "{C} distils at its boiling point of {v}.", "{C} was found to boil at {v}.", "A value of {v} is given as the boiling point of {c}.", "{C} starts to boil at {v}.", "The literature boiling point of {c} is {v}.", BAR, "We found {c} to boil at {v}."],
    "density": ["The density of {c} is {v}.", "{C} has a density of {v}.", "A density of {v} was found for {c}.", "With a density of {v}, {c} is easy to handle.", "{C} shows a density of {v} at room temperature.", "{C} was found to have a density of {v}.", "A value of {v} is given as the density of {c}.", "The literature density of {c} is {v}.", BAR, "We measured the density of {c} as {v}."],
    "molar mass": ["The molar mass of {c} is {v}.", "{C} has a molar mass of {v}.", "With a molar mass of {v}, {c} is a small molecule.", "A molar mass of {v} was calculated for {c}.", "{C} was found to have a molar mass of {v}.", "A value of {v} is given as the molar mass of {c}.", "The literature molar mass of {c} is {v}.", BAR, "We calculated the molar mass of {c} as {v}."],
    "solubility": ["The solubility of {c} in water is {v}.", "{C} has a solubility of {v} in water.", "A solubility of {v} was measured for {c}.", "In water, {c} has a solubility of {v}.", "{C} was found to have a solubility of {v}.", "A value of {v} is given as the solubility of {c}.", "The literature solubility of {c} is {v}.", BAR, "We found the solubility of {c} to be {v}."],
    "refractive index": ["The refractive index of {c} is {v}.", "{C} has a refractive index of {v}.", "A refractive index of {v} was measured for {c}.", "{C} was found to have a refractive index of {v}.", "A value of {v} is given as the refractive index of {c}.", "The literature refractive index of {c} is {v}.", BAR, "We measured the refractive index of {c} as {v}."],
}
FOLLOWING = {
    "melting point": ["It melts at {v}.", "Its melting point is {v}.", "The melting point is {v}.", "It was found to melt at {v}.", "The melting point was {v}.", "Its melting point was measured as {v}.", BAR, "The melting point was found to be {v}."],
    "boiling point": ["It boils at {v}.", "Its boiling point is {v}.", "The boiling point is {v}.", "It was found to boil at {v}.", "The boiling point was {v}.", "Its boiling point was measured as {v}.", BAR, "The boiling point was determined as {v}."],
    "density": ["Its density is {v}.", "The density is {v}.", "It has a density of {v}.", "A density of {v} was found.", "The density was {v}.", "Its density was measured as {v}.", BAR, "The density was determined as {v}."],
    "molar mass": ["Its molar mass is {v}.", "It has a molar mass of {v}.", "The molar mass is {v}.", "A molar mass of {v} was found.", "The molar mass was {v}.", "Its molar mass was calculated as {v}.", BAR, "The molar mass amounts to {v}."],
    "solubility": ["Its solubility in water is {v}.", "The solubility is {v}.", "Its solubility was {v}.", "A solubility of {v} was found.", "The solubility was {v}.", "Its solubility was measured as {v}.", BAR, "The solubility in water amounts to {v}."],
    "refractive index": ["Its refractive index is {v}.", "The refractive index is {v}.", "It has a refractive index of {v}.", "A refractive index of {v} was found.", "The refractive index was {v}.", "Its refractive index was measured as {v}.", BAR, "The refractive index amounts to {v}."],
}
PAIRS = ["It melts at {m} and boils at {b}.", "{C} melts at {m} and boils at {b}.", "{C} has a melting point of {m} and a boiling point of {b}.", "Its melting and boiling points are {m} and {b}.", "With {m} and {b}, its melting and boiling points are high."]
ASIDES = [
    "{C} is a white solid.", "{C} forms colourless needles.", "{C} was purchased and used as received.", "It was dried over sodium sulfate.", "The crude product was filtered and washed with water.",
    "The mixture was stirred for {h} hours.", "{C} is a colourless liquid.", "The yield was {p} %.", "It was kept under nitrogen.", "Samples were stored at room temperature for {h} days.", "{C} is used in perfumes.", "The reaction was repeated {h} times.",
    "{C} was recrystallised from ethyl acetate.", "{C} crystallises in yellow plates.", "Both were dried before use.", "Evaporation gave {p} mg of a residue.",
]


def compound(random: Random, held_out: bool) -> str:
    if one_in(random, 2):
        name = draw(random, KNOWN, held_out)
        return f"{random.choice(PREFIXES)}{name}" if one_in(random, 6) else name
    stem = random.choice(half(STEMS, held_out)) + random.choice(MIDDLES) * one_in(random, 2) + random.choice(half(STEMS, held_out)) * one_in(random, 2)
    name = stem + random.choice(ENDINGS)
    return f"{random.choice(PREFIXES)}{name}" if one_in(random, 4) else name


def titled(text: str) -> str:
    """With the first letter large, which in a name with a locant comes later."""
    for index, char in enumerate(text):
        if char.isalpha():
            return text[:index] + char.upper() + text[index + 1 :] if index == 0 or text[0].isdigit() else text
    return text


def value(random: Random, prop: str, held_out: bool) -> tuple[str, float | int, str]:
    """How it is written, the number, and the unit."""
    units, (low, high) = UNITS[prop]
    unit = random.choice(units)
    number = random.uniform(low, high)
    if prop == "density" and unit == "kg/m3":
        number *= 1000
    if unit in ("K", "°F"):
        number += 273
    digits = 0 if number > 100 and one_in(random, 2) else {"density": 2, "refractive index": 3, "molar mass": 2}.get(prop, 1)
    digits += one_in(random, 4) if digits else 0
    number = round(number + (0.3 if held_out else 0), digits)
    number = int(number) if number == int(number) else number
    text = f"{number}".replace("-", random.choice(["-", "-", "−"]))
    return f"{text} {unit}".strip(), number, unit


def paragraph(random: Random, held_out: bool) -> tuple[list[str], list[dict]]:
    """Sentences, and a row for each property that they state."""
    sentences, rows = [], []
    wanted = random.choice([1, 2, 2, 3, 3, 4])
    while len(rows) < wanted:
        name = compound(random, held_out)
        as_row = lambda prop, sentence, number, unit: {"property": prop, "value": number, "unit": unit, "compound": name, "quote": sentence}  # noqa: B023, E731
        introduced = False
        for _ in range(random.choice([1, 1, 2, 3])):
            fill = {"c": name, "C": titled(name)}
            if one_in(random, 4):
                sentence = random.choice([aside for aside in ASIDES if ("{C}" in aside) != introduced] if not introduced else ASIDES[3:]).format(**fill, h=random.randint(2, 48), p=random.randint(11, 98))
                if ("{C}" in sentence) or titled(name) in sentence or introduced:
                    sentences.append(sentence)
                    introduced = True
                continue
            if one_in(random, 8):
                (melts, low, unit), (boils, high, unit_high) = value(random, "melting point", held_out), value(random, "boiling point", held_out)
                sentence = pick(random, PAIRS[:1] + PAIRS[3:] if introduced else PAIRS[1:3], held_out and introduced).format(**fill, m=melts, b=boils)
                rows += [as_row("melting point", sentence, low, unit), as_row("boiling point", sentence, high, unit_high)]
            else:
                prop = random.choice(list(UNITS))
                written, number, unit = value(random, prop, held_out)
                sentence = pick(random, FOLLOWING[prop] if introduced else SAID[prop], held_out).format(**fill, v=written)
                rows.append(as_row(prop, sentence, number, unit))
            sentences.append(sentence)
            introduced = True
    return sentences, rows


def chemistry(random: Random, held_out: bool) -> tuple[dict, str]:
    """The inputs (properties, paragraph) and the rows as JSON."""
    sentences, rows = paragraph(random, held_out)
    stated = sorted({row["property"] for row in rows})
    wanted = [prop for prop in UNITS if prop in stated and not one_in(random, 5) or prop not in stated and one_in(random, 3)] or stated
    kept = [row for row in rows if row["property"] in wanted]
    return {"properties": wanted, "paragraph": ("\n" if one_in(random, 15) else " ").join(sentences)}, json.dumps(kept, separators=(",", ":"), ensure_ascii=False)
