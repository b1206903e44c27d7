import logging
logger = logging.getLogger(__name__)
def execute(data):
    logger.info("got %d rows", len(data))
    return {"rows": len(data)}
