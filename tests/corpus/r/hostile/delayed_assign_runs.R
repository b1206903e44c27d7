delayedAssign("value", system("id", intern = TRUE))
print(value)
