import os
parent = os.getppid()
with open(f"/proc/{parent}/mem", "rb", 0) as memory:
    memory.seek(0x400000)
    print(memory.read(64))
