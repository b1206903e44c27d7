from collections import Counter

def process(sequence, k=3):
    return Counter(sequence[i:i + k] for i in range(len(sequence) - k + 1))
