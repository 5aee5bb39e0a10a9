"""Merges an adapter into a model with PEFT itself: base, adapter, and the safetensors file to write."""

import sys

import torch
from peft import PeftModel
from safetensors.torch import save_file
from transformers import AutoModelForCausalLM

base, adapter, out = sys.argv[1:]
model = AutoModelForCausalLM.from_pretrained(base, dtype="auto")
merged = PeftModel.from_pretrained(model, adapter).merge_and_unload()
state = merged.state_dict()
tied = getattr(merged.config, "tie_word_embeddings", False)
tensors = {
    name: tensor.detach().clone().contiguous()
    for name, tensor in state.items()
    if tensor.dtype in (torch.float32, torch.float16, torch.bfloat16)
    and not (tied and name == "lm_head.weight")
}
save_file(tensors, out)
