"""A FastAPI backend that runs the example plugin in process: `uvicorn app:app`."""
from contextlib import asynccontextmanager
from pathlib import Path

from fastapi import FastAPI, HTTPException
from omniplug import AsyncOmniplug, OmniplugError, Table

PLUGIN = Path(__file__).resolve().parents[2] / "plugins" / "data_normalizer"


@asynccontextmanager
async def lifespan(app):
    async with AsyncOmniplug.open() as host:
        await host.install(PLUGIN)
        app.state.host = host
        yield


app = FastAPI(lifespan=lifespan)


@app.post("/normalize")
async def normalize(columns: dict[str, list[float]]):
    try:
        execution = await app.state.host.execute("data_normalizer", Table(columns), {"method": "zscore"})
    except OmniplugError as error:
        raise HTTPException(503, str(error)) from error
    if not execution.succeeded:
        raise HTTPException(422, execution.record.failure.message)
    return execution.table.to_dict()


if __name__ == "__main__":
    from fastapi.testclient import TestClient

    with TestClient(app) as client:
        print(client.post("/normalize", json={"x": [1, 2, 3]}).raise_for_status().json())
