"""SmolLM2 on Ray Serve, with adapters that are fetched when they are first asked for.

Start with `serve run app:app`; the API is at http://127.0.0.1:8000/v1.
"""

import os

from ray.serve.llm import LLMConfig, build_openai_app

BASE = "HuggingFaceTB/SmolLM2-135M-Instruct"

config = LLMConfig(
    model_loading_config={"model_id": BASE, "model_source": BASE},
    deployment_config={"autoscaling_config": {"min_replicas": 1, "max_replicas": 4}},
    # The folder that holds one folder for each adapter, in PEFT's format.
    lora_config={
        "dynamic_lora_loading_path": os.environ["ADAPTERS_URI"],
        "max_num_adapters_per_replica": 16,
    },
    engine_kwargs={"enable_lora": True, "max_lora_rank": 32, "generation_config": "vllm"},
)

app = build_openai_app({"llm_configs": [config]})
