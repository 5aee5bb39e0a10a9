"""Writes questions with columns, and the prompts that honeycomb-nlq is trained on for them, as lines of JSON.

Arguments: the folder of the training's scripts, and how many.
"""

import json
import sys
from random import Random

sys.path.insert(0, sys.argv[1])

from tasks import honeycomb_example, how_many  # noqa: E402
from texts.columns import schema  # noqa: E402
from texts.honeycomb import honeycomb  # noqa: E402

for index in range(int(sys.argv[2])):
    [(prompt, _)] = honeycomb_example(Random(f"prompt {index}"), True)
    random = Random(f"prompt {index}")
    columns = schema(random, True)
    how_many(random, True)
    inputs, _ = honeycomb(random, True, columns)
    print(json.dumps({"input": {"nlq": inputs["nlq"], "cols": inputs["cols"]}, "prompt": prompt}))
