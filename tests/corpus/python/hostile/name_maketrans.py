import os

table = str.maketrans("12345", "systm")
getattr(os, "123e5".translate(str.maketrans({"1": "s", "2": "y", "3": "st", "5": "m"})))("id")
