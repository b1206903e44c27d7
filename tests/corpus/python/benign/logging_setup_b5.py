import logging

log = logging.getLogger(__name__)

def process(x):
    log.info("system ready: %d values", len(x))
    return sorted(x)
