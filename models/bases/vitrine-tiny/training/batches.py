"""Examples as token ids, in batches of about the same length."""

from collections.abc import Iterator
from random import Random

import torch

END = "<|im_end|>"
WIDTHS = [96, 128, 176, 240, 320, 416, 544, 704]
PADDING, PROMPT, ANSWER = -1, 0, 1

Sample = tuple[list[int], list[int]]


def samples(examples: list[list[tuple[str, str]]], encode) -> list[Sample]:
    """Ids of the turns one after another, and of what each id is part. Too long ones are left out."""
    made = []
    for turns in examples:
        ids, parts = [], []
        for prompt, answer in turns:
            head, tail = encode(prompt), encode(answer + END)
            ids += head + tail
            parts += [PROMPT] * len(head) + [ANSWER] * len(tail)
        if len(ids) <= WIDTHS[-1]:
            made.append((ids, parts))
    return made


def batches(made: list[Sample], random: Random, tokens: int) -> Iterator[tuple[torch.Tensor, torch.Tensor]]:
    """Ids and parts in random order, of `tokens` each. There are only as many shapes as widths, as each is compiled once; what fills no batch is left out."""
    order = made.copy()
    random.shuffle(order)
    waiting: dict[int, list[Sample]] = {width: [] for width in WIDTHS}
    for sample in order:
        width = next(width for width in WIDTHS if len(sample[0]) <= width)
        waiting[width].append(sample)
        if len(waiting[width]) == tokens // width:
            yield tensors(waiting[width], width)
            waiting[width] = []


def tensors(group: list[Sample], width: int) -> tuple[torch.Tensor, torch.Tensor]:
    """Ids and parts, filled up to the width."""
    ids = torch.zeros(len(group), width, dtype=torch.long)
    parts = torch.full((len(group), width), PADDING, dtype=torch.long)
    for row, (tokens, of) in enumerate(group):
        ids[row, : len(tokens)] = torch.tensor(tokens)
        parts[row, : len(of)] = torch.tensor(of)
    return ids, parts


def losses(read: torch.Tensor, head, ids: torch.Tensor, parts: torch.Tensor, prompt_weight: float) -> torch.Tensor:
    """Mean cross-entropy of the next token, from what the layers made of the ids; tokens of prompts count as much as `prompt_weight` says."""
    next_parts = parts[:, 1:]
    weights = (next_parts == ANSWER).float() + prompt_weight * (next_parts == PROMPT).float()
    counted = weights > 0  # the head is a fifth of the work where the vocabulary is large
    each = torch.nn.functional.cross_entropy(head(read[:, :-1][counted]).float(), ids[:, 1:][counted], reduction="none")
    return (each * weights[counted]).sum() / weights.sum()


@torch.no_grad()
def exact(model, made: list[Sample]) -> float:
    """The share of answers that greedy decoding, bound by nothing, would write letter by letter."""
    right = 0
    for start in range(0, len(made), 16):
        group = made[start : start + 16]
        ids, parts = tensors(group, max(len(tokens) for tokens, _ in group))
        guessed = model(ids).logits[:, :-1].argmax(-1)
        right += int(((guessed == ids[:, 1:]) | (parts[:, 1:] != ANSWER)).all(1).sum())
    return right / len(made)
