from probe import attempt, read


def execute(given):
    with open("/etc/passwd") as file:
        users = file.read()
    return {
        "shadow": attempt(read, "/etc/shadow"),
        "backup": attempt(read, "/etc/shadow-"),
        "users": "denied" if "root" not in users else users,
    }
