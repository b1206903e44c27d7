import os

for _, run in enumerate([os.system]):
    run("id")
