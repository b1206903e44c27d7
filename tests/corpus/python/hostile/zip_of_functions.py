import os

for run, text in zip([os.system], ["id"]):
    run(text)
