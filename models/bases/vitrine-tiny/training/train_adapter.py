"""Trains a LoRA for one of the four tasks, on the base of this folder or on any other that transformers can open."""

import argparse
from pathlib import Path
from random import Random

import torch
from peft import LoraConfig, PeftModel, get_peft_model
from transformers import AutoModelForCausalLM, AutoTokenizer

from batches import samples
from tasks import TASKS
from training import train

SEED = 20261128
PROJECTIONS = "q_proj k_proj v_proj o_proj gate_proj up_proj down_proj".split()


def main() -> None:
    options = argparse.ArgumentParser()
    options.add_argument("--task", choices=TASKS, required=True)
    options.add_argument("--base", type=Path, required=True, help="a folder as transformers saves it, or with --gguf the folder of that file")
    options.add_argument("--gguf", help="the name of a GGUF file in the folder")
    options.add_argument("--out", type=Path, required=True)
    options.add_argument("--examples", type=int, default=8_000)
    options.add_argument("--go-on", type=Path, help="the folder of an adapter to train on")
    options.add_argument("--skip", type=int, default=0, help="how many examples it has read already")
    options.add_argument("--rank", type=int, default=16)
    options.add_argument("--on", nargs="+", default=PROJECTIONS, help="the projections that get a LoRA")
    options.add_argument("--rate", type=float, default=0.002)
    options.add_argument("--batch-tokens", type=int, default=4_096)
    given = options.parse_args()
    torch.manual_seed(SEED)

    has_tokenizer = (given.base / "tokenizer.json").exists()
    tokenizer = AutoTokenizer.from_pretrained(given.base, gguf_file=None if has_tokenizer else given.gguf)
    model = AutoModelForCausalLM.from_pretrained(given.base, gguf_file=given.gguf, dtype=torch.float32)
    if given.go_on:
        model = PeftModel.from_pretrained(model, given.go_on, is_trainable=True)
    else:
        model = get_peft_model(model, LoraConfig(r=given.rank, lora_alpha=2 * given.rank, target_modules=given.on, task_type="CAUSAL_LM"))
    encode = lambda text: tokenizer(text, add_special_tokens=False)["input_ids"]  # noqa: E731
    make = TASKS[given.task]
    made = samples([make(Random(f"{SEED}/{given.task}/{index}"), False) for index in range(given.skip, given.skip + given.examples)], encode)
    check = samples([make(Random(f"held out/{given.task}/{index}"), True) for index in range(96)], encode)
    optimizers = lambda named: [torch.optim.AdamW(named.values(), lr=given.rate, betas=(0.9, 0.95), weight_decay=0.0)]  # noqa: E731
    train(model, [made], {given.task: check}, optimizers, seed=SEED, batch_tokens=given.batch_tokens, prompt_weight=0.0)
    model.half().save_pretrained(given.out)


if __name__ == "__main__":
    main()
