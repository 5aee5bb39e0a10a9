"""Trains the base from scratch, on the CPU, on texts that the generators beside this file write."""

import argparse
import json
from multiprocessing import Pool
from pathlib import Path
from random import Random

import torch
from tokenizers import Tokenizer
from transformers import LlamaConfig, LlamaForCausalLM, PreTrainedTokenizerFast

import tokenizer
from batches import samples
from tasks import TASKS, Example, reading_example
from training import train

SEED = 20261127
# How many examples of each kind are read, once each; the first of the exercises before all others.
EXAMPLES = {"honeycomb-nlq": 25_000, "text-to-sql": 20_000, "chemical-properties": 12_000, "inclusive-edit": 24_000, "reading": 11_000}
EXERCISES_FIRST = 6_000
BATCH_TOKENS = 8_192
PROMPT_WEIGHT = 0.05
MATRIX_RATE, OTHER_RATE = 0.01, 0.002
# Of these, for a base that knows something already.
GO_ON_RATE = 0.4
CHAT_TEMPLATE = "{% for message in messages %}<|im_start|>{{ message.role }}\n{{ message.content }}<|im_end|>\n{% endfor %}{% if add_generation_prompt %}<|im_start|>assistant\n{% endif %}"


KINDS = {**TASKS, "reading": reading_example}


def write(kind: str, start: int, end: int) -> list[Example]:
    return [KINDS[kind](Random(f"{SEED}/{kind}/{index}"), False) for index in range(start, end)]


def write_examples(skip: float, share: float) -> dict[str, list[Example]]:
    """Of every kind a share behind those that are skipped, written on all cores."""
    ends = {kind: (int(many * skip), int(many * (skip + share))) for kind, many in EXAMPLES.items()}
    parts = [(kind, start, min(start + 500, end)) for kind, (first, end) in ends.items() for start in range(first, end, 500)]
    with Pool() as pool:
        written = pool.starmap(write, parts)
    return {kind: [each for (of, _, _), part in zip(parts, written, strict=True) if of == kind for each in part] for kind in EXAMPLES}


def new_base(examples: list[Example], folder: Path) -> tuple[Tokenizer, LlamaForCausalLM]:
    """With a tokenizer of its own, which is written into the folder."""
    shown = Random(SEED).sample(examples, min(len(examples), 15_000))
    cutter = tokenizer.build(tokenizer.learn([text.replace("<|im_start|>", "").replace("<|im_end|>", "") for turns in shown for turn in turns for text in turn]))
    PreTrainedTokenizerFast(tokenizer_object=cutter, unk_token="<unk>", bos_token="<s>", eos_token="<|im_end|>", chat_template=CHAT_TEMPLATE, model_max_length=2048).save_pretrained(folder)
    return cutter, make_model()


def make_model() -> LlamaForCausalLM:
    """8.1 million parameters; heads of 64 as llama.cpp's kernels like them."""
    torch.manual_seed(SEED)
    return LlamaForCausalLM(LlamaConfig(
        vocab_size=tokenizer.SIZE, hidden_size=320, intermediate_size=864, num_hidden_layers=6, num_attention_heads=5, num_key_value_heads=5,
        max_position_embeddings=2048, rope_theta=10_000.0, rms_norm_eps=1e-5, tie_word_embeddings=True, bos_token_id=1, eos_token_id=4, attn_implementation="eager",
    ))


def known_base(file: Path, folder: Path) -> tuple[Tokenizer, LlamaForCausalLM]:
    """One that was trained before, with the tokenizer beside it, which is copied into the folder."""
    known = PreTrainedTokenizerFast.from_pretrained(file.parent, chat_template=CHAT_TEMPLATE)
    known.save_pretrained(folder)
    read = LlamaForCausalLM.from_pretrained(file.parent, gguf_file=file.name, dtype=torch.float32)
    model = make_model()
    model.load_state_dict(read.state_dict())
    return known.backend_tokenizer, model


def optimizers(named: dict[str, torch.Tensor], share: float) -> list[torch.optim.Optimizer]:
    """At a share of the rates. Muon for the layers' matrices, which it trains in half the steps, AdamW for the rest."""
    matrices = [weight for name, weight in named.items() if weight.ndim == 2 and "embed" not in name]
    rest = [weight for name, weight in named.items() if weight.ndim != 2 or "embed" in name]
    return [torch.optim.Muon(matrices, lr=share * MATRIX_RATE, weight_decay=0.01, momentum=0.95), torch.optim.AdamW(rest, lr=share * OTHER_RATE, betas=(0.9, 0.95), weight_decay=0.0)]


def main() -> None:
    options = argparse.ArgumentParser()
    options.add_argument("--out", type=Path, required=True)
    options.add_argument("--share", type=float, default=1.0, help="of the examples that are read")
    options.add_argument("--skip", type=float, default=0.0, help="the share of the examples that was read already")
    options.add_argument("--go-on", type=Path, help="the GGUF file of a base to train on")
    given = options.parse_args()
    given.out.mkdir(parents=True, exist_ok=True)

    examples = write_examples(given.skip, given.share)
    every = [example for made in examples.values() for example in made]
    cutter, model = known_base(given.go_on, given.out) if given.go_on else new_base(every, given.out)
    encode = lambda text: cutter.encode(text, add_special_tokens=False).ids  # noqa: E731
    checks = {name: samples([make(Random(f"held out/{name}/{index}"), True) for index in range(96)], encode) for name, make in TASKS.items()}
    exercises = examples.pop("reading")
    first = [] if given.go_on else exercises[:EXERCISES_FIRST]
    rest = [*exercises[len(first):], *(example for made in examples.values() for example in made)]
    stages = [samples(stage, encode) for stage in (first, rest)]
    print(json.dumps({"examples": sum(map(len, stages)), "tokens": sum(len(ids) for stage in stages for ids, _ in stage)}), flush=True)
    of_rates = GO_ON_RATE if given.go_on else 1.0
    train(model, stages, checks, lambda named: optimizers(named, of_rates), seed=SEED, batch_tokens=BATCH_TOKENS, prompt_weight=PROMPT_WEIGHT)
    model.save_pretrained(given.out)


if __name__ == "__main__":
    main()
