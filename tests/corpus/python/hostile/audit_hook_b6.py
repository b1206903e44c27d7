import sys
sys.addaudithook(lambda event, args: open("/tmp/log", "a").write(event))
