from probe import attempt, call


def execute(given):
    return {
        "memory": attempt(call, "shmget", 0, 1 << 30, 0o1600),
        "semaphores": attempt(call, "semget", 0, 1, 0o1600),
        "messages": attempt(call, "msgget", 0, 0o1600),
        "queue": attempt(call, "mq_open", b"x", 0o102, 0o600, 0),
    }
