complement = str.maketrans("ACGT", "TGCA")


def reverse_complement(sequence):
    return sequence.translate(complement)[::-1]
