import os
def execute(data, parameters):
    os.system("samtools view {}".format(parameters["file"]))
