try:
    x = 1 / n
except ZeroDivisionError:
    x = 0
