import shutil

shutil.copyfile("counts.csv", "/tmp/counts.csv")
