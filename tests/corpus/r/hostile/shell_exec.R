shell.exec("C:/Windows/System32/calc.exe")
