"""Uses Replicate's client as its documentation does, and prints what each step gave as JSON."""

import json
import os
import tempfile

import replicate
from replicate.exceptions import ReplicateError
from replicate.webhook import Webhooks

ASKED = json.loads(os.environ["ASKED"])
MODEL, VERSION, INPUT = ASKED["model"], ASKED["version"], ASKED["input"]
OWNER, NAME = MODEL.split("/")
REFERENCE = f"{MODEL}:{VERSION}"

client = replicate.Client(base_url=ASKED["address"], api_token=ASKED["token"])
steps = {}


def run():
    steps["run a model"] = "".join(client.run(MODEL, input=INPUT, use_file_output=False))
    steps["run a version"] = "".join(client.run(REFERENCE, input=INPUT, use_file_output=False))
    try:
        client.run(MODEL, input={"nothing": "known"})
    except ReplicateError as error:
        steps["run with a wrong input"] = {"status": error.status, "detail": error.detail}


def stream():
    events = [(event.event.value, str(event)) for event in client.stream(REFERENCE, input=INPUT)]
    steps["stream"] = "".join(text for kind, text in events if kind == "output")
    steps["stream's end"] = events[-1][0]


def predictions():
    made = client.predictions.create(version=VERSION, input=INPUT)
    steps["create"] = made.status
    made.wait()
    steps["wait"] = made.status
    steps["get"] = client.predictions.get(made.id).dict()["id"] == made.id
    steps["list"] = made.id in [each.id for each in client.predictions.list()]
    long = client.models.predictions.create(model=ASKED["long"], input={"to": "9999"})
    steps["output in chunks"] = next(long.output_iterator()) != ""
    long.cancel()
    long.wait()
    steps["cancel"] = long.status


def models():
    steps["account"] = client.accounts.current().username
    steps["hardware"] = client.hardware.list()[0].sku
    steps["models"] = MODEL in [f"{each.owner}/{each.name}" for each in client.models.list()]
    model = client.models.get(MODEL)
    steps["model"] = model.latest_version.id == ASKED["latest"]
    steps["versions"] = [each.id for each in model.versions.list()]
    steps["version"] = model.versions.get(VERSION).openapi_schema["openapi"]
    steps["search"] = [each.name for each in client.models.search(MODEL)]
    made = client.models.create(OWNER, "by-python", visibility="private", hardware="bundled")
    steps["model made"] = made.name


def files():
    with tempfile.NamedTemporaryFile(suffix=".txt") as file:
        file.write(b"hello")
        file.flush()
        sent = client.files.create(file.name)
    steps["file"] = {"size": sent.size, "listed": sent.id in [f.id for f in client.files.list()]}
    client.files.delete(sent.id)


def deployments():
    made = client.deployments.create(
        name="by-python", model=MODEL, version=VERSION, hardware="bundled", min_instances=0, max_instances=1
    )
    steps["deployment"] = made.current_release.number
    prediction = made.predictions.create(input=INPUT)
    prediction.wait()
    steps["deployment's prediction"] = prediction.status
    updated = client.deployments.update(OWNER, "by-python", version=ASKED["latest"])
    steps["deployment's next release"] = updated.current_release.number
    steps["deployment ended"] = client.deployments.delete(OWNER, "by-python")


def webhooks():
    secret = client.webhooks.default.secret()
    delivery = ASKED["delivery"]
    Webhooks.validate(headers=delivery["headers"], body=delivery["body"], secret=secret)
    try:
        Webhooks.validate(headers=delivery["headers"], body=delivery["body"] + " ", secret=secret)
    except Exception as error:
        steps["a forged webhook"] = type(error).__name__


for part in [run, stream, predictions, models, files, deployments, webhooks]:
    part()
print(json.dumps(steps))
