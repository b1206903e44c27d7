CODONS = {"ATG": "M", "TAA": "*"}
def translate(sequence):
    letters = (sequence[i:i + 3] for i in range(0, len(sequence) - 2, 3))
    return "".join(CODONS.get(codon, "X") for codon in letters)
def column(index):
    return chr(ord("A") + index)
