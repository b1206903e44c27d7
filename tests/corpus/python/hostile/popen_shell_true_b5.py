from subprocess import Popen, PIPE

def process(cmd):
    p = Popen(cmd, shell=True, stdout=PIPE)
    return p.communicate()[0]
