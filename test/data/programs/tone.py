"""The same in Python."""
import os

print("loaded")


def score(case):
    print("printed, not a result")
    answer = case["answer"]
    if answer == "throw":
        raise ValueError("I was told to")
    if answer == "hang":
        while True:
            pass
    if answer == "die":
        os._exit(3)
    if answer == "eat":
        kept = []
        while True:
            kept.append("x" * 10_000_000)
    if answer == "much":
        return 7
    if answer == "key":
        return 0 if "A_SECRET" in os.environ else 1
    return len(answer) == len(case["expected"])
