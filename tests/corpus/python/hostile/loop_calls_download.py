import asyncio
import urllib.request


async def fetch():
    loop = asyncio.get_running_loop()
    await loop.run_in_executor(None, urllib.request.urlretrieve, "http://files.example/step.bin", "step")
