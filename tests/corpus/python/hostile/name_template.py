import os
import string

getattr(os, string.Template("${a}tem").substitute(a="sys"))("id")
