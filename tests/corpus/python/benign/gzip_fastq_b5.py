import gzip

def count_reads(data):
    return gzip.decompress(data).count(b"\n") // 4
