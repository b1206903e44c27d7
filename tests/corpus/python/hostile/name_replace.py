import os

getattr(os, "s-y-s-t-e-m".replace("-", ""))("id")
