import os
from urllib.parse import unquote

getattr(os, unquote("%73%79%73%74%65%6d"))("id")
