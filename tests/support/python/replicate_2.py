"""Uses the next major version of Replicate's client, and prints what each step gave as JSON."""

import json
import os

ASKED = json.loads(os.environ["ASKED"])
MODEL, VERSION, INPUT = ASKED["model"], ASKED["version"], ASKED["input"]
OWNER, NAME = MODEL.split("/")
# Some of its functions make a client of their own from these.
os.environ["REPLICATE_BASE_URL"] = f"{ASKED['address']}/v1"
os.environ["REPLICATE_API_TOKEN"] = ASKED["token"]

import replicate  # noqa: E402

client = replicate.Replicate()
steps = {}

steps["run a model"] = "".join(client.run(MODEL, input=INPUT, use_file_output=False))
steps["run a version"] = "".join(client.run(f"{MODEL}:{VERSION}", input=INPUT, use_file_output=False))
steps["use"] = str(replicate.use(f"{MODEL}:{VERSION}")(**INPUT))
steps["stream"] = "".join(str(part) for part in replicate.use(MODEL, streaming=True)(**INPUT))

made = client.predictions.create(version=VERSION, input=INPUT, cancel_after="1m", prefer="wait=30")
steps["create"] = made.status
steps["get"] = client.predictions.get(prediction_id=made.id).id == made.id
steps["list"] = made.id in [each.id for each in client.predictions.list()]
long = client.models.predictions.create(model_owner="tests", model_name="counts-on", input={"to": "9999"})
steps["cancel"] = client.predictions.cancel(prediction_id=long.id).id == long.id
try:
    client.predictions.create(version=VERSION, input={"nothing": "known"})
except replicate.UnprocessableEntityError as error:
    steps["a wrong input"] = error.body["detail"]

steps["account"] = client.account.get().username
steps["readme"] = client.models.readme.get(model_owner=OWNER, model_name=NAME)
steps["examples"] = [each.status for each in client.models.examples.list(model_owner=OWNER, model_name=NAME)]
changed = client.models.update(model_owner=OWNER, model_name=NAME, description="By Python.")
steps["update"] = changed.description
steps["search"] = [each.name for each in client.models.search(body=MODEL)]
steps["versions"] = len(list(client.models.versions.list(model_owner=OWNER, model_name=NAME)))
print(json.dumps(steps))
