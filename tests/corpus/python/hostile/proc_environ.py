with open("/proc/1/environ", "rb") as file:
    print(file.read())
