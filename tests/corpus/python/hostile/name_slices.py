import os

letters = "xmxextxsxyxsx"
getattr(os, letters[1::2][::-1])("id")
