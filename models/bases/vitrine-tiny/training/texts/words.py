"""The words that every generator draws names from, and the line between those for training and those held out."""

from functools import cache
from random import Random
from zlib import crc32

THINGS = """
account agreement aircraft alarm album allergy animal answer antenna apartment appointment archive article artist asset
athlete auction author badge bakery balance banner barge battery beacon beehive bicycle bill boat booking bottle bottling
branch bridge broadcast bucket budget bulletin bundle bus cabin cable cafe calendar camera campaign canal candidate canteen
caravan cargo carrier cart catalog cellar channel chapter charge chart checkpoint circuit citizen claim class clinic coach
colony comment commission company component compressor concert conductor container contract conveyor course courier court
crane crew crop customer dam deal delivery demand depot desk device diagnosis dish dispute district doctor donation donor
door drill driver drone edition elevator embassy employee engine entry episode equipment event exam excavator exhibit expense
experiment factory farm ferry festival field film filter flight florist folder forecast forest formula freight fridge furnace
galaxy gallery game garage garden gate gateway generator glacier goal grant greenhouse group guest guide habitat harbor harvest
heater hive holiday hospital hostel hotel house incident ingredient inspection installation instrument insurance interview
inverter invoice island item journal journey jury kettle kitchen label laboratory lamp landlord language laundry lawyer lead
leak lease lecture lens lesson letter library license lift loan locker lodge machine magazine mailbox manager manuscript marina
market match meal measurement meeting member menu mentor message meter migration mill mine mission mixer module monument motor
mountain movie museum musician nest network nurse nursery office operator orbit orchard order orchestra organ outage oven owner
package painting pallet parcel park parking part partner passenger patent patient pattern payment peak permit pet pharmacy
photo pier pilot pipeline plan planet planner plant platform player playlist podcast policy pollster pond pool port portfolio
poster prescription printer prize problem procedure product profile program project property proposal prototype provider
pump purchase quarry query question queue quiz quote race rack radio railway ranger reactor reader rebate receipt recipe
record referee refund region release rental repair report request reservoir resident restaurant retailer return reviewer
ride river road robot rocket roof room route runner sale sample satellite scanner schedule scholarship school scooter
sculpture season seat sensor server service session shelf shelter shift ship shipment shop signal silo sim site skater
ski skill slot soil song source space species speech sponsor spring stable stadium staff stage stall station statue stock store
storm story strategy stream street strike student studio subscriber substation subscription suite supplier survey switch
symptom tank target task tax taxi teacher team telescope tenant tender terminal test theater thesis ticket tile tool tour
tower track tractor trade trail trailer train trainer transfer transformer translation trawler treatment tree trial tribe trip
truck tunnel turbine tutor unit university user vaccine valve van vehicle vendor venue vessel video village villa vineyard
visit visitor volcano volunteer voter voyage wagon wallet warehouse warranty watch waybill well whale wheel window winery
wing witness worker workout workshop yacht yard zone
""".split()

TRAITS = """
altitude area balance bonus brightness budget capacity charge consumption cost credit current deposit depth diameter discount
distance duration efficiency elevation energy fare fee fine flow frequency grade growth height humidity income intensity lag
latency length level limit load loss margin mass mileage output percentage population power premium pressure price profit
quantity radius rainfall range rate rating rent retries revenue risk salary score seats share size spacing speed stake
stamina storage strength surface temperature tension thickness throughput time toll torque total usage value velocity
visibility voltage volume wage wait weight width wind yield
""".split()

KINDS = """
author brand breed building carrier category channel city class climate color condition country county crew culture
currency customer dialect department direction district engine environment family flavor format fuel gender genre grade
habitat industry instructor kind label language layout level license location maker manager manufacturer material medium
method mode model name nationality occupation origin outcome owner partner phase plan platform position priority product
program provider publisher quality race reason region release religion role room season sector segment series shape shift
size source species sport stage state station status street style supplier surface team tenant terrain theme tier title topic
type unit vendor version weather zone
""".split()

FLAGS = """
active approved archived available billable broken cached certified completed confirmed connected critical defective delayed
deleted discounted domestic draft electric empty enabled expired external famous featured fragile free frozen heated hidden
indoor insured internal locked mandatory manual member mobile new offline online open overdue paid pending portable premium
private public published recurring refundable registered remote renewed reserved resolved retired returning secure shared
sold spam staffed stale suspended synced tested trial urgent vacant vegan verified visible waterproof wireless
""".split()

VALUES = """
amber apricot atlas autumn bamboo basic birch blue bronze cancelled cedar central chrome classic clay closed cobalt copper coral
cotton crimson daily delayed delivered delta diesel done draft eastern economy electric emerald enterprise express failed fast
finished first flagged free fresh frozen full gamma garnet gold granite green grey hybrid idle indigo iron ivory jade
large late leather linen local lost lunar maple marble medium metal mint monthly new night north oak ocean olive open
orange orbit organic oval paid paper partial pearl pending pine plastic plus polar premium private pro processing purple
quartz queued rapid raw red refunded rejected retail returned ruby running rural sapphire scarlet second senior shipped
silk silver slow small solar south spring stable standard steel stopped summer team teal timber topaz trial urban velvet
verified violet waiting weekly west white winter wooden yellow young
""".split()

PLACES = """
Accra Aleppo Algeria Amsterdam Ankara Argentina Athens Austria Baku Bangkok Belgium Bergen Berlin Bogota Bolivia Boston Brazil
Bremen Brussels Cairo Canada Chicago Chile Cologne Colombia Cordoba Croatia Cuba Cyprus Dakar Dallas Delhi Denmark Denver Dublin
Ecuador Egypt Estonia Ethiopia Finland Florence France Geneva Genoa Georgia Germany Ghana Glasgow Granada Greece Hamburg
Hanoi Helsinki Hungary Iceland India Ireland Israel Istanbul Italy Jakarta Japan Jordan Kenya Kyoto Lagos Latvia Lima Lisbon
Lithuania London Lyon Madrid Malaga Malta Manila Mexico Milan Morocco Mumbai Munich Nairobi Naples Nepal Nigeria Norway Osaka
Oslo Ottawa Panama Paris Peru Poland Porto Portugal Prague Quito Riga Romania Rome Rwanda Santiago Seoul Serbia Seville
Sicily Slovakia Slovenia Spain Sweden Sydney Taiwan Tallinn Tampere Tokyo Toronto Tunis Turin Turkey Uganda Ukraine
Uruguay Valencia Venice Vienna Vietnam Warsaw Zagreb Zambia Zurich
""".split()

FIRST_NAMES = """
Ada Ahmed Aiko Alma Amir Ana Anton Asha Astrid Ben Bruno Carla Chen Chloe Dana Daniel Diego Edda Elena Elif Emil Esra Farid
Fatima Felix Freya Grace Hana Hugo Ibrahim Ida Ines Ivan Jonas Juan Kai Karim Kofi Lara Leo Lina Lucia Luka Maja Malik Marta
Mei Mila Nadia Nina Noah Olga Omar Oscar Paula Petra Priya Rafael Rosa Samir Sara Sofia Tariq Theo Tomas Uma Vera Viktor
Wanda Yara Yusuf Zoe
""".split()

LAST_NAMES = """
Abe Adeyemi Almeida Amini Andersson Bakker Bauer Becker Bianchi Boateng Castro Costa Dahl Delgado Dubois Fischer Fontana
Garcia Haddad Hansen Horvat Ito Jansen Jensen Kaya Keller Khan Kim Klein Kovacs Kumar Lambert Larsen Lopez Mahmoud Marin Martin
Mensah Meyer Moreau Mori Nakamura Nguyen Novak Okafor Olsen Patel Petrov Popov Ramos Ricci Rojas Rossi Sato Schmidt Silva Singh
Suzuki Tanaka Torres Vargas Vidal Virtanen Weber Yilmaz Zhang
""".split()

SYLLABLES = "ba be bo bra ca ce cor cu da del di do dra el en fa fe fin fo ga gen go gra ha hel hi ka ke kor la le lin lo lu ma "
SYLLABLES += "mer mi mo na ne nor nu or pa pel pi po qua ra re rin ro ru sa sel si so sta ta tel ti to tra tu va ven vi vo wa wen xi za zen zo"
PIECES = SYLLABLES.split()


@cache
def halves(words: tuple[str, ...]) -> tuple[list[str], list[str]]:
    held_out = [word for word in words if crc32(word.lower().encode()) % 5 == 0]
    return [word for word in words if word not in held_out], held_out


def half(words: list[str], held_out: bool) -> list[str]:
    """A fifth of the words is never seen in training, the same fifth in every list that holds them."""
    return halves(tuple(words))[held_out]


def invented(random: Random) -> str:
    """A word that there is not, so that nothing but copying helps."""
    return "".join(random.choice(PIECES) for _ in range(random.randint(2, 4)))


def blended(random: Random, words: list[str]) -> str:
    """The beginning of one word and the end of another: new, and spelled like any other."""
    first, second = random.choice(words), random.choice(words)
    return first[: random.randint(1, max(1, len(first) - 1))] + second[random.randint(0, len(second) - 1) :].lower()


def draw(random: Random, words: list[str], held_out: bool) -> str:
    """A word of the half. Of those for training, half are blended, so that unseen words are nothing new."""
    kept = half(words, held_out)
    return blended(random, kept) if not held_out and one_in(random, 2) else random.choice(kept)


def draws(random: Random, words: list[str], held_out: bool, many: int) -> list[str]:
    """As many words, no two the same."""
    drawn: dict[str, None] = {}
    while len(drawn) < many:
        drawn[draw(random, words, held_out)] = None
    return list(drawn)


def plural(noun: str) -> str:
    if noun.endswith(("s", "x", "ch", "sh")):
        return noun + "es"
    if noun.endswith("y") and noun[-2] not in "aeiou":
        return noun[:-1] + "ies"
    return noun + "s"


def one_in(random: Random, many: int) -> bool:
    return random.randrange(many) == 0
