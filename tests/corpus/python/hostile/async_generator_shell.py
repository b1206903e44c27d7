import asyncio
async def lines():
    p = await asyncio.create_subprocess_exec("/bin/sh", "-c", "id", stdout=-1)
    async for line in p.stdout:
        yield line
