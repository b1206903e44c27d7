f = lambda text: exec(text)
f(input())
