import gzip
import io
import zlib

import pandas as pd


def execute(data):
    text = gzip.decompress(data).decode("utf-8")
    return pd.read_csv(io.StringIO(text)), zlib.crc32(data)
