delayedAssign("result", system("id"))
result
