value = eval(input("expression: "))
