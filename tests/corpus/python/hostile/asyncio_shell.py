import asyncio
async def main():
    process = await asyncio.create_subprocess_shell("id; uname -a")
    await process.wait()
asyncio.run(main())
