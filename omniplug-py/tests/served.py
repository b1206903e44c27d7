"""What `test_gunicorn.py` serves: `app` opens a host in each worker, `preloaded` one before the workers are forked."""
import os
from contextlib import asynccontextmanager

from fastapi import FastAPI
from omniplug import AsyncOmniplug, Omniplug


@asynccontextmanager
async def lifespan(app):
    async with AsyncOmniplug.open() as host:
        app.state.host = host
        yield


@asynccontextmanager
async def share(app):
    app.state.host = HOST.asynchronous
    yield
    await app.state.host.close()


def serve(app):
    @app.get("/execute/{plugin}")
    async def execute(plugin: str, data: float):
        execution = await app.state.host.execute(plugin, data)
        return {"worker": os.getpid(), "status": execution.status, "data": execution.reply and execution.reply.data}

    return app


if os.environ.get("SERVED_PRELOADED"):
    HOST = Omniplug.open()
    # The master uses it too, so that it has threads and a session when it forks.
    HOST.execute("echo", 0)
    preloaded = serve(FastAPI(lifespan=share))
else:
    app = serve(FastAPI(lifespan=lifespan))
