import asyncio
async def work(n):
    await asyncio.sleep(0)
    return n * 2
async def execute(data):
    return await asyncio.gather(*(work(n) for n in data))
