"""Columns as telemetry has them: the well-known ones with the ways people speak of them, and invented ones."""

import re
from dataclasses import dataclass, replace
from random import Random
from uuid import UUID

from .words import FLAGS, KINDS, PLACES, THINGS, TRAITS, VALUES, draw, draws, invented, one_in

UNITS = ["", "", "", "_ms", "_s", "_eur", "_usd", "_bytes", "_kb", "_mb", "_percent", "_count", "_km", "_kg", "_c", "_total"]


@dataclass(frozen=True)
class Column:
    name: str
    """measure, group, flag, id or text."""
    kind: str
    """How people speak of it, the plainest first."""
    said: tuple[str, ...]
    values: tuple[str, ...] = ()


def known(name: str, kind: str, said: str, values: str = "") -> Column:
    return Column(name, kind, tuple(said.split("|")), tuple(values.split("|")) if values else ())


KNOWN = [
    known("duration_ms", "measure", "duration|latency|response time|execution time|durations|run time"),
    known("http.status_code", "group", "status code|status|HTTP status|response code|response status", "200|201|204|301|400|401|403|404|429|500|502|503|504"),
    known("http.method", "group", "HTTP method|method|request method|HTTP verb", "GET|POST|PUT|DELETE|PATCH|HEAD"),
    known("http.route", "group", "route|HTTP route|endpoint", "/api/orders|/login|/api/users|/health|/checkout|/search"),
    known("http.url", "text", "URL|HTTP URL|address", "/api/v1|checkout|token|/users|graphql"),
    known("http.host", "group", "host|HTTP host", "example.com|api.example.com|shop.example.org"),
    known("http.target", "group", "target|HTTP target|path", "/api/items|/index|/static"),
    known("http.scheme", "group", "scheme|HTTP scheme", "http|https"),
    known("http.user_agent", "text", "user agent|agent|client program", "curl|Mozilla|bot|Safari|okhttp"),
    known("http.client_ip", "group", "client IP|IP address|client address", "10.0.0.1|192.168.1.20"),
    known("http.request_size", "measure", "request size|size of requests|size of the request"),
    known("http.response_size", "measure", "response size|size of responses|size of the response"),
    known("service.name", "group", "service|service name|services", "checkout|frontend|payments|auth|search|mailer|gateway"),
    known("service.version", "group", "service version|version", "1.4.2|2.0.1|3.11.0"),
    known("name", "group", "name|span name|operation name", "GET /users|render|charge|query"),
    known("error", "flag", "error|errors|failures"),
    known("error.message", "text", "error message|message of the error", "timeout|refused|not found|reset"),
    known("error.type", "group", "error type|type of error", "TimeoutError|TypeError|IOException"),
    known("exception.message", "text", "exception message|exception|message of the exception", "timeout|null pointer|out of memory|connection refused"),
    known("exception.type", "group", "exception type|kind of exception", "ValueError|KeyError|NullPointerException"),
    known("exception.stacktrace", "text", "stack trace|stacktrace", "main.py|handler|java.lang"),
    known("trace.trace_id", "id", "trace|trace ID|traceId|trace identifier", "4bf92f3577b34da6a3ce929d0e0e4736|7d2c1f|ab12cd34"),
    known("trace.span_id", "id", "span|span ID|spanId", "00f067aa0ba902b7|9f3c"),
    known("trace.parent_id", "id", "parent|parent span|parent ID", "53995c3f42cd8ad8"),
    known("span.kind", "group", "span kind|kind of span", "client|server|internal|producer"),
    known("span.num_links", "measure", "number of links|links"),
    known("parent_name", "group", "parent name|name of the parent", "checkout|worker"),
    known("db.system", "group", "database system|database|kind of database", "postgresql|mysql|redis|mongodb"),
    known("db.name", "group", "database name|database", "orders|users|billing|catalog"),
    known("db.user", "group", "database user", "app|admin|reporting"),
    known("db.operation", "group", "database operation|DB operation", "SELECT|INSERT|UPDATE|DELETE"),
    known("db.statement", "text", "database statement|statement|query|SQL statement", "SELECT|users|JOIN|UPDATE orders"),
    known("db.rows_returned", "measure", "rows returned|number of rows"),
    known("db.duration_ms", "measure", "database duration|query time|database time"),
    known("user.id", "id", "user|user ID|users", "u-1842|90125|4711"),
    known("user.country", "group", "user country|country|country of the user", "France|Kenya|Japan|Chile"),
    known("user.plan", "group", "user plan|plan", "free|pro|team|enterprise"),
    known("customer.id", "id", "customer|customer ID|customers", "c-77|50021"),
    known("customer.plan", "group", "customer plan|plan", "free|pro|team"),
    known("organization", "group", "organization|organisation|organizations", "acme|globex|initech"),
    known("session.id", "id", "session|session ID|sessions", "s-991|a8f3"),
    known("region", "group", "region|regions", "eu-west-1|us-east-1|ap-south-1"),
    known("cloud.region", "group", "cloud region|region", "eu-central-1|us-west-2"),
    known("cloud.provider", "group", "cloud provider|provider", "aws|gcp|azure"),
    known("cloud.availability_zone", "group", "availability zone|zone", "eu-west-1a|us-east-1b"),
    known("k8s.pod.name", "group", "kubernetes pod|pod|pods|pod name", "api-7f9c|worker-2"),
    known("k8s.namespace.name", "group", "kubernetes namespace|namespace", "prod|staging|default"),
    known("k8s.node.name", "group", "kubernetes node|node", "node-1|node-17"),
    known("k8s.cluster.name", "group", "kubernetes cluster|cluster", "blue|green|main"),
    known("host.name", "group", "host|host name|hosts|server", "web-01|db-2|cache-3"),
    known("host.cpu_percent", "measure", "CPU|CPU use|CPU percent|CPU usage"),
    known("host.memory_percent", "measure", "memory|memory use|memory percent|memory usage"),
    known("cache.hit", "flag", "cache hit|cache hits"),
    known("cache.name", "group", "cache|cache name", "sessions|prices"),
    known("messaging.topic", "group", "topic|messaging topic", "orders|events|emails"),
    known("messaging.lag", "measure", "messaging lag|lag|consumer lag"),
    known("queue.name", "group", "queue|queue name", "default|mail|exports"),
    known("queue.depth", "measure", "queue depth|depth of the queue"),
    known("job.name", "group", "job|job name|jobs", "cleanup|invoice-run|reindex"),
    known("job.duration_ms", "measure", "job duration|job time|duration of jobs"),
    known("rpc.method", "group", "RPC method|rpc method", "GetUser|Charge"),
    known("rpc.service", "group", "RPC service", "Billing|Accounts"),
    known("thread.name", "group", "thread|thread name", "main|worker-1"),
    known("process.pid", "id", "process|process ID|PID", "1871|42"),
    known("browser.name", "group", "browser|browsers", "Firefox|Safari|Chrome"),
    known("device.type", "group", "device type|type of device", "phone|tablet|desktop"),
    known("device.model", "group", "device model|model of the device", "Pixel 9|iPhone 17"),
    known("page.path", "group", "page|page path|pages", "/pricing|/home|/about"),
    known("app.version", "group", "app version|version of the app", "4.2.0|5.0.1"),
    known("feature_flag.name", "group", "feature flag|flag", "new-cart|dark-mode"),
    known("search.query", "text", "search query|search queries|query|search term", "shoes|red|gift"),
    known("event_name", "group", "event name|event|event type", "click|signup|login"),
    known("llm.model", "group", "language model|LLM model|model", "small|large-v2"),
    known("llm.cost_usd", "measure", "LLM cost|cost of language models|model cost"),
    known("llm.total_tokens", "measure", "LLM tokens|total tokens|tokens"),
    known("llm.time_to_first_token_ms", "measure", "time to first token|LLM time to first token"),
    known("gpu.temperature_c", "measure", "GPU temperature|temperature of the GPU"),
    known("gpu.utilization", "measure", "GPU utilization|GPU use"),
    known("timestamp", "other", "timestamp"),
    known("meta.annotation_type", "group", "annotation type|annotation", "http_event|span_event|link"),
]


def invented_column(random: Random, held_out: bool, thing: str, joint: str) -> Column:
    """A column of some thing; `joint` stands between it and the rest, as everywhere in its data set."""
    kind = random.choice(["measure", "measure", "group", "group", "group", "flag", "id", "text"])
    nouns = {"measure": TRAITS, "group": KINDS, "flag": FLAGS, "id": ["id", "id", "uuid"], "text": ["comment", "description", "message", "note", "summary", "title"]}
    last = random.choice(nouns[kind]) if kind in ("id", "text") else draw(random, nouns[kind], held_out)
    if one_in(random, 6):
        last = invented(random) if kind != "id" else last
    unit = random.choice(UNITS) if kind == "measure" else ""
    words = [thing, *(["is"] if kind == "flag" and one_in(random, 2) else []), last]
    name = words[0] + joint + "_".join(words[1:]) + unit
    if one_in(random, 8) and kind != "id":
        name, words = "_".join(words[1:]) + unit, words[1:]
    plain = " ".join(word for word in words if word != "is")
    said = [plain, f"{last} of the {thing}"] if kind in ("measure", "group", "text") else [plain]
    if kind == "id":
        said = [f"{thing} {last.upper()}", thing, plain, thing + last.capitalize()]
    elif kind != "flag":
        said.append(last)
    return Column(name, kind, tuple(said), values_of(random, kind, held_out))


def identifier(random: Random) -> str:
    """A short one, a number, or one of those that programs make."""
    letters, number = random.choice("abcxyz"), random.randint(10, 9_999_999)
    return random.choice([f"{letters}-{number}", str(number), f"{random.getrandbits(64):x}", f"{random.getrandbits(128):032x}", *[str(UUID(int=random.getrandbits(128), version=4))] * 2])


def values_of(random: Random, kind: str, held_out: bool) -> tuple[str, ...]:
    if kind == "id":
        return tuple(identifier(random) for _ in range(3))
    if kind == "text":
        return (draw(random, VALUES, held_out), f"{draw(random, VALUES, held_out)} {draw(random, THINGS, held_out)}", invented(random))
    made = lambda: random.choice([draw(random, VALUES, held_out), draw(random, PLACES, held_out), invented(random), str(random.randint(1, 999))])  # noqa: E731
    return tuple(made() for _ in range(3))


def schema(random: Random, held_out: bool) -> list[Column]:
    """The columns of one data set, in no order; one in eight is long."""
    things = draws(random, THINGS, held_out, random.randint(1, 4))
    if one_in(random, 4):
        things.append(invented(random))
    size = random.randint(25, 60) if one_in(random, 8) else random.randint(4, 18)
    joint = random.choice([".", ".", ".", "_", "_", "-"])
    drawn = [*random.sample(KNOWN, min(len(KNOWN), random.randint(1, max(1, size // 2))))]
    drawn += [invented_column(random, held_out, random.choice(things), joint) for _ in range(size - len(drawn))]
    random.shuffle(drawn)
    return with_clear_names(list({column.name: column for column in drawn}.values()))


def words_of(text: str) -> set[str]:
    return {word.rstrip("s") for word in re.findall(r"[a-z0-9]+", text.lower())} - {"of", "the", "is"}


def with_clear_names(columns: list[Column]) -> list[Column]:
    """The columns without the names that could as well mean another of them."""
    meant = [words_of(" ".join([column.name, *column.said])) for column in columns]
    clear = []
    for index, column in enumerate(columns):
        others = meant[:index] + meant[index + 1 :]
        said = tuple(name for name in column.said if not any(words_of(name) <= other for other in others))
        clear.append(replace(column, said=said or (column.name,)))
    return clear
