from subprocess import getoutput as describe

print(describe("cat /etc/passwd"))
