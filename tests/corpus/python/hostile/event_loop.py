import asyncio
import os

asyncio.get_event_loop().run_in_executor(None, os.system, "id")
