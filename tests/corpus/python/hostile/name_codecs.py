import codecs
import os

getattr(os, codecs.lookup("rot13").decode("flfgrz")[0])("id")
