system("whoami")
