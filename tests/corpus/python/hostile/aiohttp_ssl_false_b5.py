import aiohttp

async def get(url):
    async with aiohttp.ClientSession() as session:
        async with session.get(url, ssl=False) as r:
            return await r.text()
