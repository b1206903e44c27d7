from Bio import SeqIO
from Bio.SeqUtils import gc_fraction
def execute(path):
    return {record.id: gc_fraction(record.seq) for record in SeqIO.parse(path, "fasta")}
