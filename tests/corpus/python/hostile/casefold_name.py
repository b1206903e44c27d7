import os

getattr(os, "SYSTEM".casefold())("id")
