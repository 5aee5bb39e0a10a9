"""The loop that trains the base and the adapters."""

import time
from random import Random

import torch
from peft import PeftModel

from batches import batches, exact, losses

WARM_UP_STEPS, WARM_UP_SHARE = 60, 0.1
"""At most, whichever is less."""
COMPILED_FROM = 1_000
"""Steps: to compile takes as long as some hundreds of them."""
FINAL_SHARE = 0.9
"""Of the steps, over which the rate falls to nothing."""


def fast_type() -> torch.dtype:
    """bfloat16 where it is faster than float32, as on a GPU and on CPUs that have instructions for it; others take fifty times as long."""

    def seconds(dtype: torch.dtype) -> float:
        matrix = torch.ones(1024, 1024, dtype=dtype)
        matrix @ matrix  # the first of a kind also makes the code for it
        began = time.perf_counter()
        for _ in range(5):
            matrix @ matrix
        return time.perf_counter() - began

    return min(torch.bfloat16, torch.float32, key=seconds)


def rate(step: int, steps: int) -> float:
    """The share of the full learning rate."""
    return min(1.0, (step + 1) / min(WARM_UP_STEPS, WARM_UP_SHARE * steps), (steps - step) / (FINAL_SHARE * steps))


def train(model, stages: list[list], checks: dict[str, list], make_optimizers, *, seed: int, batch_tokens: int, prompt_weight: float) -> None:
    """Stage after stage, in the fast type, with a copy of what is trained in float32 that the small steps add up in; the model ends in float32."""
    exactly = {name: weight.detach().float().clone() for name, weight in model.named_parameters() if weight.requires_grad}
    model.to(fast_type())
    print(f"in {model.dtype}", flush=True)
    optimizers = make_optimizers(exactly)
    starts = [optimizer.param_groups[0]["lr"] for optimizer in optimizers]
    todo = [batch for made in stages for batch in batches(made, Random(seed), batch_tokens)]
    whole = model.get_base_model() if isinstance(model, PeftModel) else model
    layers = torch.compile(whole.model, dynamic=False) if len(todo) > COMPILED_FROM else whole.model
    began, read, smooth = time.time(), 0, 0.0
    for step, (ids, parts) in enumerate(todo):
        loss = losses(layers(ids).last_hidden_state, whole.lm_head, ids, parts, prompt_weight)
        loss.backward()
        trained = {name: weight for name, weight in model.named_parameters() if weight.requires_grad}
        for name, weight in trained.items():
            exactly[name].grad, weight.grad = weight.grad.float(), None
        torch.nn.utils.clip_grad_norm_(list(exactly.values()), 1.0)
        for optimizer, start in zip(optimizers, starts, strict=True):
            optimizer.param_groups[0]["lr"] = start * rate(step, len(todo))
            optimizer.step()
        with torch.no_grad():
            for name, weight in trained.items():
                weight.copy_(exactly[name])
        read += ids.numel()
        smooth += (loss.item() - smooth) / min(step + 1, 50)
        if step % 50 == 0:
            print(f"{step}/{len(todo)} loss {smooth:.4f} {read / (time.time() - began):.0f} tokens/s {time.time() - began:.0f} s", flush=True)
        if step % 250 == 249 or step == len(todo) - 1:
            print({name: exact(model, check) for name, check in checks.items()}, flush=True)
    model.float().load_state_dict({**model.state_dict(), **exactly}, strict=True)
