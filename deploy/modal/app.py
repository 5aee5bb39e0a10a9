"""SmolLM2 behind vLLM on Modal: a GPU that is there only while somebody uses it.

Deploy with `modal deploy app.py`, which prints the address for engines.yaml.
"""

import subprocess

import modal

BASE = "HuggingFaceTB/SmolLM2-135M-Instruct"
PORT = 8000
MINUTES = 60

image = modal.Image.debian_slim(python_version="3.12").pip_install("vllm==0.18.2")
caches = {
    "/root/.cache/huggingface": modal.Volume.from_name("huggingface-cache", create_if_missing=True),
    "/root/.cache/vllm": modal.Volume.from_name("vllm-cache", create_if_missing=True),
}

app = modal.App("vitrine-engine")


@app.function(
    image=image,
    gpu="L4",
    volumes=caches,
    # Holds VLLM_API_KEY, which vLLM reads by itself.
    secrets=[modal.Secret.from_name("vitrine-engine")],
    scaledown_window=15 * MINUTES,
    timeout=10 * MINUTES,
)
@modal.concurrent(max_inputs=32)
@modal.web_server(port=PORT, startup_timeout=10 * MINUTES)
def serve():
    command = ["vllm", "serve", BASE, "--host=0.0.0.0", f"--port={PORT}"]
    # Eager mode starts sooner, which counts for more here than the last bit of speed.
    subprocess.Popen([*command, "--generation-config=vllm", "--enforce-eager"])
