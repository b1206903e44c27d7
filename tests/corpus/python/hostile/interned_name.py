import os
import sys

getattr(os, sys.intern("sys" + "tem"))("id")
