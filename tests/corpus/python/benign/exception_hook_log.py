import logging
import sys


def log(kind, value, trace):
    logging.error("failed", exc_info=(kind, value, trace))


sys.excepthook = log
