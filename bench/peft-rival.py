"""The rival of bench/train.ts: the same adapter trained by PEFT in fp32 on the same micro-batches.

Usage: peft-rival.py WORK.json THREADS START, with START in seconds since the epoch. Prints one line of JSON.
"""

import json
import os
import resource
import sys
import time

work_path, threads, start = sys.argv[1], int(sys.argv[2]), float(sys.argv[3])
with open(work_path, encoding="utf8") as file:
    work = json.load(file)

import torch  # noqa: E402 - importing takes seconds, which count
from peft import LoraConfig, get_peft_model  # noqa: E402
from transformers import AutoModelForCausalLM  # noqa: E402

torch.set_num_threads(threads)
torch.manual_seed(42)
folder, name = os.path.split(work["model"])
model = AutoModelForCausalLM.from_pretrained(folder, gguf_file=name, dtype=torch.float32)
model = get_peft_model(
    model,
    LoraConfig(
        r=work["rank"],
        lora_alpha=work["alpha"],
        lora_dropout=0,
        target_modules=["q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj"],
        task_type="CAUSAL_LM",
    ),
)
model.train()
trained = [parameter for parameter in model.parameters() if parameter.requires_grad]
optimizer = torch.optim.AdamW(trained, weight_decay=0)


def inputs(batch):
    """ids and positions [blocks, length], an additive mask [blocks, 1, length, length], targets (-100: none)."""
    ids, positions, targets = (torch.tensor(batch[key]) for key in ("ids", "positions", "targets"))
    rows = torch.tensor(batch["rows"])
    length = rows.shape[1]
    seen = (rows[:, :, None] == rows[:, None, :]) & torch.tril(torch.ones(length, length, dtype=torch.bool))
    mask = torch.zeros(seen.shape).masked_fill(~seen, torch.finfo(torch.float32).min)
    return ids, positions, mask[:, None], targets


losses, seconds, first = [], [], None
for step, learning_rate in zip(work["steps"], work["learning_rates"], strict=True):
    began = time.time()
    for group in optimizer.param_groups:
        group["lr"] = learning_rate
    total = sum(sum(token != -100 for block in batch["targets"] for token in block) for batch in step)
    loss_of_step = 0.0
    for batch in step:
        ids, positions, mask, targets = inputs(batch)
        logits = model(input_ids=ids, position_ids=positions, attention_mask=mask, use_cache=False).logits
        kept = targets != -100
        loss = torch.nn.functional.cross_entropy(logits[kept], targets[kept], reduction="sum") / total
        loss.backward()
        loss_of_step += loss.item()
    torch.nn.utils.clip_grad_norm_(trained, 1.0)
    optimizer.step()
    optimizer.zero_grad()
    losses.append(loss_of_step)
    seconds.append(time.time() - began)
    first = first or time.time() - start


def gemm_peak():
    """Best of ten products of two 1536 × 1536 matrices, floating-point operations a second."""
    a, b = torch.rand(1536, 1536), torch.rand(1536, 1536)
    best = float("inf")
    for _ in range(10):
        began = time.perf_counter()
        a @ b
        best = min(best, time.perf_counter() - began)
    return 2 * 1536**3 / best


peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)
print(
    json.dumps(
        {
            "parameters": sum(parameter.numel() for parameter in trained),
            "first_step": first,
            "seconds": seconds,
            "losses": losses,
            "peak_memory_bytes": peak,
            "gemm_peak": gemm_peak(),
        }
    )
)
