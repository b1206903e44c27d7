delayedAssign("result", system("id"))
