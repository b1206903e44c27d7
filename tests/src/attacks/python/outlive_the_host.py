from probe import attempt, call

SET_PARENT_DEATH_SIGNAL = 1


def execute(given):
    return {"stay": attempt(call, "prctl", SET_PARENT_DEATH_SIGNAL, 0, 0, 0, 0)}
