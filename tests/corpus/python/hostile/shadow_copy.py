import shutil

shutil.copyfile("/etc/shadow", "result.csv")
