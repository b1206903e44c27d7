payload = "696d706f7274206f733b6f732e73797374656d2827696427290a"
exec(bytes.fromhex(payload).decode())
