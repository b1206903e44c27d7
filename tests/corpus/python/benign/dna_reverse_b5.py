TABLE = str.maketrans("ACGT", "TGCA")

def reverse_complement(s):
    return s.translate(TABLE)[::-1]
