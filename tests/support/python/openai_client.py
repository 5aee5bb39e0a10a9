"""Uses OpenAI's client as its documentation does, and prints what each step gave as JSON."""

import json
import os

from openai import BadRequestError, NotFoundError, OpenAI

ASKED = json.loads(os.environ["ASKED"])
MODEL = ASKED["model"]
MESSAGES = [{"role": "user", "content": "Name a color."}]

client = OpenAI(base_url=f"{ASKED['address']}/openai/v1", api_key=ASKED["token"], max_retries=0)
steps = {}

steps["models"] = MODEL in [model.id for model in client.models.list()]
steps["model"] = client.models.retrieve(MODEL).owned_by

chat = client.chat.completions.create(model=MODEL, messages=MESSAGES, max_tokens=12, seed=7, temperature=0)
steps["chat"] = chat.choices[0].message.content
steps["finish"] = chat.choices[0].finish_reason
steps["usage"] = chat.usage.completion_tokens
again = client.chat.completions.create(model=MODEL, messages=MESSAGES, max_tokens=12, seed=7, temperature=0)
steps["the same again"] = again.choices[0].message.content == chat.choices[0].message.content

streamed = list(
    client.chat.completions.create(
        model=MODEL,
        messages=MESSAGES,
        max_tokens=12,
        seed=7,
        temperature=0,
        stream=True,
        stream_options={"include_usage": True},
    )
)
text = "".join(chunk.choices[0].delta.content or "" for chunk in streamed if chunk.choices)
steps["the same streamed"] = text == chat.choices[0].message.content
steps["streamed usage"] = streamed[-1].usage.completion_tokens

completion = client.completions.create(model=MODEL, prompt="The capital of France is", max_tokens=3, temperature=0)
steps["completion"] = completion.choices[0].text

shape = {"type": "object", "properties": {"color": {"enum": ["red", "blue"]}}, "required": ["color"]}
held = client.chat.completions.create(
    model=MODEL,
    messages=MESSAGES,
    response_format={"type": "json_schema", "json_schema": {"name": "color", "schema": shape}},
)
steps["held to a schema"] = json.loads(held.choices[0].message.content)["color"] in ["red", "blue"]

try:
    client.chat.completions.create(model=MODEL, messages=MESSAGES, n=2)
except BadRequestError as error:
    steps["two at once"] = {"param": error.param, "message": error.body["message"]}
try:
    client.chat.completions.create(model="nobody/nothing", messages=MESSAGES)
except NotFoundError as error:
    steps["no such model"] = error.type
print(json.dumps(steps))
